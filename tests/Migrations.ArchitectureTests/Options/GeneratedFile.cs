namespace Migrations.ArchitectureTests.Options;

// A file, or a part of one, that follows from the table of options. It is in the repository as everybody else's reading; a test says when it is behind.
public sealed record GeneratedFile(string Path, Func<string, string> Write)
{
    private const string Regenerate = "MIGRATIONS_REGENERATE";

    public const string Command = Regenerate + "=true dotnet test tests/Migrations.ArchitectureTests --filter Name~follows_from_the_table";

    public static GeneratedFile Whole(string path, string text) => new(path, _ => text);

    // Between two marks, which stay.
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

        Assert.That(present, Is.EqualTo(expected), $"{Path} is not what the table of options (src/Shared/Options/OptionTable.cs) says. Write it anew: {Command}");
    }

    public override string ToString() => Path;
}
