using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Migrations.Analyzers.Registry;

namespace Migrations.Analyzers.Tests.Registry;

public sealed class RegistryGeneratorTests
{
    private const string Body = "{ public override System.Threading.Tasks.Task UpAsync(Migrations.MigrationContext c, System.Threading.CancellationToken t) => null!; }";
    private const string First = "using Migrations;\n[Migration(\"20260101000001\", \"First\")]\npublic sealed class First : Migration " + Body;
    private const string Next = "using Migrations;\n[Migration(\"20260101000001\", \"First\", Version = MigrationVersion.Next)]\npublic sealed class First : Migration " + Body;

    [Test]
    public void Every_migration_is_listed_with_file_and_line() =>
        Assert.That(Run(First).Source, Does.Match(@"RegisteredMigration\(typeof\(global::First\), ""[0-9a-f]{64}"", ""models/file\.cs"", 3\)"));

    [Test]
    public void White_space_comments_and_the_files_name_do_not_count() =>
        Assert.That(Checksum(First.Replace("{ public", "{\n\n    // why\n    public", StringComparison.Ordinal), "/plugin/other.cs"), Is.EqualTo(Checksum(First)));

    [Test]
    public void A_changed_word_counts() => Assert.That(Checksum(First.Replace("null!", "default!", StringComparison.Ordinal)), Is.Not.EqualTo(Checksum(First)));

    [Test]
    public void A_changed_document_type_counts_also_in_its_members_types()
    {
        const string Typed = """
            using Migrations;
            [Migration("20260101000001", "Typed")]
            public sealed class Typed : DocumentMigration<Note, Note> { public override string Collection => "c"; public override void Up(Note i, Note o) { } }
            public sealed class Note { public System.Collections.Generic.List<Tag>? Tags { get; set; } }
            public sealed class Tag { public string? Name { get; set; } }
            public sealed class Unrelated { public int X; }
            """;

        Assert.That(Checksum(Typed.Replace("string? Name", "string? Title", StringComparison.Ordinal)), Is.Not.EqualTo(Checksum(Typed)));
        Assert.That(Checksum(Typed.Replace("int X", "int Y", StringComparison.Ordinal)), Is.EqualTo(Checksum(Typed)));
    }

    [Test]
    public void An_abstract_class_is_no_migration() => Assert.That(Run("public abstract class Base : Migrations.Migration { }").Source, Does.Not.Contain("Base"));

    [Test]
    public void A_migration_without_the_attribute_is_an_error() => Assert.That(Run($"public sealed class Lost : Migrations.Migration {Body}").Errors, Is.EqualTo(new[] { "MIG1111" }));

    [Test]
    public void A_private_migration_is_an_error() =>
        Assert.That(Run("public class Outer { [Migrations.Migration(\"20260101000001\", \"x\")] private sealed class Inner : Migrations.Migration " + Body + " }").Errors, Is.EqualTo(new[] { "MIG1112" }));

    [Test]
    public void An_id_twice_in_a_tree_is_an_error() =>
        Assert.That(Run(First + "\n[Migration(\"20260101000001\", \"Second\")]\npublic sealed class Second : Migration " + Body).Errors, Is.EqualTo(new[] { "MIG1113" }));

    [Test]
    public void An_id_in_two_trees_is_fine() =>
        Assert.That(Run(First + "\n[Migration(\"20260101000001\", \"Second\", Tree = \"other\")]\npublic sealed class Second : Migration " + Body).Errors, Is.Empty);

    [TestCase("1.2.0", null, "1.2.0")]
    [TestCase("1.2.0-rc.1+4f2a", "9.9.9", "1.2.0-rc.1")]
    [TestCase(null, "1.3.0", "1.3.0")]
    [TestCase("", "1.3.0", "1.3.0")]
    public void The_next_version_is_that_of_the_project(string? packageVersion, string? version, string expected)
    {
        var (source, errors) = Run(Next, project: new ProjectFolder(packageVersion, version));

        Assert.That(errors, Is.Empty);
        Assert.That(source, Does.Contain($", 3, Version = \"{expected}\")]"));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("1.2.0.4")]
    [TestCase("next")]
    public void A_next_version_that_is_not_known_is_an_error(string? version) => Assert.That(Run(Next, project: new ProjectFolder(null, version)).Errors, Is.EqualTo(new[] { "MIG1114" }));

    [Test]
    public void Other_versions_are_not_the_projects() =>
        Assert.That(Run(First.Replace("\"First\"", "\"First\", Version = \"0.9.0\"", StringComparison.Ordinal), project: new ProjectFolder("1.2.0")).Source, Does.Contain(", 3)]").And.Not.Contain("Version"));

    private static string Checksum(string source, string path = "/plugin/models/file.cs") => Regex.Match(Run(source, path).Source, "[0-9a-f]{64}").Value;

    private static (string Source, IReadOnlyList<string> Errors) Run(string source, string path = "/plugin/models/file.cs", ProjectFolder? project = null)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(p => MetadataReference.CreateFromFile(p));
        var compilation = CSharpCompilation.Create("plugin", [CSharpSyntaxTree.ParseText(source, path: path)], references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        var driver = CSharpGeneratorDriver.Create([new RegistryGenerator().AsSourceGenerator()], optionsProvider: project ?? new ProjectFolder());
        var result = driver.RunGenerators(compilation).GetRunResult();
        return (result.GeneratedTrees.Single().ToString(), [.. result.Diagnostics.Select(d => d.Id)]);
    }
}
