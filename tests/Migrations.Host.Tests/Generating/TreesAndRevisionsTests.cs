using Migrations.Engine.Model;
using Migrations.Host.Generating;

namespace Migrations.Host.Tests.Generating;

public sealed class TreesAndRevisionsTests
{
    private TestFolder _folder = null!;

    private NewTreeOptions Tree => new() { Name = "datasets", Directory = _folder.Path };

    private NewRevisionOptions Revision => new() { Tree = "datasets", Line = "Uuid", Version = "1.0.0", Directory = _folder.Path };

    [SetUp]
    public void CreateFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void A_tree_is_a_folder_with_a_file()
    {
        var path = TreeGenerator.Create(Tree with { Lines = ["Integer", "Uuid"], DefaultLine = "Integer" });

        Assert.That(path, Is.EqualTo(Path.Combine(_folder.Path, "datasets", "Tree.cs")));
        Assert.That(File.ReadAllText(path), Is.EqualTo("using Migrations;\n\n// Lines: Integer, Uuid. A line begins with its first revision.\n[assembly: MigrationTree(\"datasets\", DefaultLine = \"Integer\")]\n"));
    }

    [Test]
    public void A_tree_is_not_made_twice()
    {
        TreeGenerator.Create(Tree);
        _folder.Write("all.cs", """[assembly: Migrations.MigrationTree("declared")] [Migration("20260101000001", "a", Tree = "used")] class A : Migration;""");

        foreach (var name in new[] { "datasets", "declared", "used" })
        {
            Assert.That(() => TreeGenerator.Create(Tree with { Name = name }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.FileExists), name);
        }
    }

    [Test]
    public void A_tree_that_cannot_be_is_refused()
    {
        Assert.That(() => TreeGenerator.Create(Tree with { Name = "" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NameMissing));
        foreach (var tree in new[] { Tree with { Name = "../up" }, Tree with { Lines = ["a b"] }, Tree with { DefaultLine = "1" }, Tree with { Lines = ["A", "B"], DefaultLine = "C" }, Tree with { Description = "two\nlines" } })
        {
            Assert.That(() => TreeGenerator.Create(tree), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.OptionInvalid), tree.ToString());
        }

        Assert.That(Directory.EnumerateFileSystemEntries(_folder.Path), Is.Empty);
    }

    [Test]
    public void A_revision_has_the_id_of_its_names_and_comes_after_the_newest_of_its_line()
    {
        TreeGenerator.Create(Tree);

        var first = RevisionGenerator.Create(Revision);
        var second = RevisionGenerator.Create(Revision with { Version = "1.1.0", Name = "Widen", Kind = "collection", IsReversible = true, Collection = "sets" });

        var (one, two) = (RevisionId.Of("datasets", "Uuid", "1.0.0"), RevisionId.Of("datasets", "Uuid", "1.1.0"));
        Assert.That(Path.GetRelativePath(_folder.Path, first), Is.EqualTo(Path.Combine("datasets", $"{one}_Uuid1_0_0.cs")));
        Assert.That(File.ReadAllText(first), Does.Contain($"[Migration(\"{one}\", \"Uuid 1.0.0\", Tree = \"datasets\", Line = \"Uuid\", Parent = \"base\", Version = \"1.0.0\")]\npublic sealed class Uuid1_0_0 : Migration\n"));
        Assert.That(Path.GetFileName(second), Is.EqualTo($"{two}_Widen.cs"));
        Assert.That(File.ReadAllText(second), Does.Contain($"[Migration(\"{two}\", \"Widen\", Tree = \"datasets\", Line = \"Uuid\", Parent = \"{one}\", Version = \"1.1.0\")]").And.Contain("class Widen : CollectionMigration, IReversibleCollection").And.Contain("\"sets\""));
    }

    [Test]
    public void A_revision_needs_its_tree() =>
        Assert.That(() => RevisionGenerator.Create(Revision), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.UnknownTree).And.Message.Contain("AddMigrationTree -p:Name=datasets"));

    [Test]
    public void A_revision_is_made_once()
    {
        TreeGenerator.Create(Tree);
        RevisionGenerator.Create(Revision);

        Assert.That(() => RevisionGenerator.Create(Revision), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.FileExists));
        Assert.That(() => RevisionGenerator.Create(Revision with { Name = "Again" }), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.OptionInvalid));
    }

    [Test]
    public void A_revision_that_cannot_be_is_refused()
    {
        TreeGenerator.Create(Tree);
        foreach (var revision in new[] { Revision with { Tree = "" }, Revision with { Line = "" }, Revision with { Version = "" }, Revision with { Version = "next" }, Revision with { Version = "1" }, Revision with { Line = "a b" }, Revision with { Kind = "magic" } })
        {
            Assert.That(() => RevisionGenerator.Create(revision), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.OptionInvalid), revision.ToString());
        }
    }
}
