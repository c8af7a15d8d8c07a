namespace Migrations.ArchitectureTests.Options;

// A file that follows from the table of options. It is in the repository as everybody else's reading; a test says when it is behind.
public sealed record GeneratedFile(string Path, string Text)
{
    private const string Regenerate = "MIGRATIONS_REGENERATE";

    public const string Command = Regenerate + "=true dotnet test tests/Migrations.ArchitectureTests --filter Name~follows_from_the_table";

    public void AssertCurrent()
    {
        var file = System.IO.Path.Combine(Repository.Root, Path);
        var present = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (Environment.GetEnvironmentVariable(Regenerate) == "true" && present != Text)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, Text);
            return;
        }

        Assert.That(present, Is.EqualTo(Text), $"{Path} is not what the table of options (src/Shared/Options/OptionTable.cs) says. Write it anew: {Command}");
    }

    public override string ToString() => Path;
}
