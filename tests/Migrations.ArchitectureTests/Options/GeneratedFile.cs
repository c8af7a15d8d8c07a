namespace Migrations.ArchitectureTests.Options;

// A file, or a part of one, that follows from the code. It is in the repository so that everybody can read it; a test fails if it is out of date.
public sealed record GeneratedFile(string Path, Func<string, string> Write)
{
    private const string Regenerate = "MIGRATIONS_REGENERATE";

    public const string Command = Regenerate + "=true dotnet test tests/Migrations.ArchitectureTests --filter Name~follows_from";

    public static GeneratedFile Whole(string path, string text) => new(path, _ => text);

    // The text between two marks, which stay.
    public static GeneratedFile Part(string path, string begin, string end, string text) => new(path, whole =>
    {
        var from = whole.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        return whole[..from] + "\n" + text + whole[whole.IndexOf(end, from, StringComparison.Ordinal)..];
    });

    public void AssertCurrent()
    {
        var file = System.IO.Path.Combine(Repository.Root, Path);
        var present = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        var expected = Write(present);
        if (Environment.GetEnvironmentVariable(Regenerate) == "true" && present != expected)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
            return;
        }

        Assert.That(present, Is.EqualTo(expected), $"{Path} is out of date. Regenerate it: {Command}");
    }

    public override string ToString() => Path;
}
