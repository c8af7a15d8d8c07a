using System.Xml.Linq;

// Every test project writes its results; the last line is the true total over all of them.
Task("Test")
    .Description("Builds and runs all tests; needs nothing but the network on the first run.")
    .Takes("filter")
    .IsDependentOn("Build")
    .Does(() =>
    {
        var results = MakeAbsolute(Directory("artifacts/test-results")).FullPath;
        CleanDirectory(results);
        var filter = TextOf("filter") ?? "";
        var failed = new List<string>();
        foreach (var project in GetFiles("tests/*.Tests/*.csproj").Concat(GetFiles("tests/*Tests/*.csproj")).Distinct().OrderBy(p => p.FullPath, StringComparer.Ordinal))
        {
            var name = project.GetFilenameWithoutExtension().FullPath;
            Information("Testing {0} ...", name);
            var settings = new ProcessSettings { Arguments = new ProcessArgumentBuilder().Append("test").AppendQuoted(project.FullPath).Append("--no-build --nologo --verbosity quiet")
                .Append("--configuration").Append(configuration).Append("--results-directory").AppendQuoted(results).Append("--logger").AppendQuoted($"trx;LogFileName={name}.trx")
                .Append("--logger").AppendQuoted("console;verbosity=minimal").Append(filter.Length > 0 ? $"--filter \"{filter}\"" : "") };
            if (StartProcess("dotnet", settings) != 0)
            {
                failed.Add(name);
            }
        }

        WriteTotals(results, failed);
    });

void WriteTotals(string results, List<string> failed)
{
    var counters = GetFiles($"{results}/*.trx").Select(file => XDocument.Load(file.FullPath).Descendants().First(e => e.Name.LocalName == "Counters")).ToList();
    int Sum(string name) => counters.Sum(c => (int)c.Attribute(name));
    var (passed, failures) = (Sum("passed"), Sum("failed") + Sum("error") + Sum("timeout") + Sum("aborted"));
    var skipped = Sum("total") - passed - failures;
    failures = Math.Max(failures, failed.Count);
    System.IO.File.WriteAllText($"{results}/totals.txt", $"{passed} passed, {failures} failed, {skipped} skipped\n");
    Information("{0} passed, {1} failed, {2} skipped", passed, failures, skipped);
    if (failures > 0)
    {
        throw new CakeException(1, $"Tests failed in: {string.Join(", ", failed)}");
    }

    if (passed == 0)
    {
        throw new CakeException(1, "No test ran.");
    }
}
