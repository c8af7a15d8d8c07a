using Microsoft.CodeAnalysis;
using Migrations.Engine.Kinds;
using Migrations.Host.Generating;

namespace Migrations.Host.Tests.Generating;

public sealed class GeneratedFilesTests
{
    private static readonly string[] Kinds = [.. BodyKinds.All.Select(k => k.Name)];

    private TestFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void Every_kind_compiles_in_any_project(
        [Values] bool hasImplicitUsings,
        [Values(NullableContextOptions.Disable, NullableContextOptions.Enable)] NullableContextOptions nullable,
        [Values] bool hasDocumentation,
        [Values(null, "Shop.Migrations", "Migrations.Shop", "Shop.Migration", "Shop.MongoDB", "Shop.System", "Barrier", "Shop.Task.RawDocument", "Shop.BsonDocument.IReversible")] string? rootNamespace)
    {
        var texts = new List<string>();
        var options = _folder.Options with { RootNamespace = rootNamespace, HasImplicitUsings = hasImplicitUsings, Collection = "it's {odd}" };
        foreach (var kind in Kinds)
        {
            foreach (var (isReversible, hasSetup) in new[] { (false, false), (false, true), (true, false), (true, true) })
            {
                texts.Add(_folder.Create(options with { Name = $"Add{texts.Count}", Kind = kind, IsReversible = isReversible, HasSetup = hasSetup }));
                Assert.That(texts[^1].Contains("public override void Setup(TypeMap types) =>", StringComparison.Ordinal), Is.EqualTo(hasSetup || kind == "types"), texts[^1]);
            }
        }

        texts.Add(_folder.Create(options with { Name = "Epoch", IsFinal = true, Collection = null }));

        Assert.That(Compiler.Compile(texts, new CompilerSettings(hasImplicitUsings, nullable, hasDocumentation)), Is.Empty, texts[0]);
    }

    // A tree is a part of the namespace of its files, and beside those of others.
    [Test]
    public void Trees_of_any_name_compile_side_by_side([Values] bool hasImplicitUsings)
    {
        var texts = new List<string>();
        foreach (var tree in new[] { "models", "migration", "barrier", "task", "system", "migrations", "mongoDB", "bsonDocument", "class", "i-reversible" })
        {
            foreach (var kind in Kinds)
            {
                texts.Add(_folder.Create(_folder.Options with { Tree = tree, Name = $"Add{texts.Count}", Kind = kind, IsReversible = true, HasImplicitUsings = hasImplicitUsings }));
            }
        }

        Assert.That(Compiler.Compile(texts, new CompilerSettings(hasImplicitUsings)), Is.Empty);
    }

    [TestCase("Say \"why\" & <how>, {0}")]
    [TestCase("Größe")]
    [TestCase("添加 baz")]
    [TestCase("task")]
    [TestCase("class")]
    [TestCase("2fa")]
    public void A_name_of_any_words_compiles(string name) =>
        Assert.That(Compiler.Compile([_folder.Create(_folder.Options with { Name = name, HasImplicitUsings = true })], new CompilerSettings(HasDocumentation: true)), Is.Empty);

    [TestCase("Shop.Domain.Order", "Order")]
    [TestCase("Shop.Domain.Tag", "Tag", Description = "The driver has a Tag, too.")]
    [TestCase("Unspaced", "Unspaced")]
    [TestCase("Shop.Domain.Order", "Order", "Shop.Domain", Description = "The file's own namespace is within that of the class.")]
    [TestCase("Shop.Domain.Models", "global::Shop.Domain.Models", Description = "The tree's namespace ends in Models.")]
    public void A_class_of_the_application_is_taken_by_the_kinds_that_can_and_compiles(string name, string used, string? rootNamespace = null)
    {
        List<string> texts = ["namespace Shop.Domain { public sealed class Order; public sealed class Tag; public sealed class Models; } public sealed class Unspaced;"];
        foreach (var (kind, type) in new[] { ("collection", "CollectionMigration"), ("typed", "DocumentMigration"), ("emit", "EmitMigration") })
        {
            foreach (var (isReversible, hasSetup) in new[] { (false, false), (true, true) })
            {
                texts.Add(_folder.Create(_folder.Options with { Name = $"Add{texts.Count}", Kind = kind, IsReversible = isReversible, HasSetup = hasSetup, Class = name, RootNamespace = rootNamespace, Tree = rootNamespace is null ? "models" : "orders" }));
                Assert.That(texts[^1], Does.Contain($" : {type}<{used}>"));
            }
        }

        Assert.That(Compiler.Compile(texts), Is.Empty);
    }

    [Test]
    public void Trees_revisions_barriers_and_one_shots_compile()
    {
        string[] texts =
        [
            File.ReadAllText(TreeGenerator.Create(new NewTreeOptions { Name = "data-sets", Directory = _folder.Path, Lines = ["Integer", "Uuid"], DefaultLine = "Integer", Description = """The "sets" of C:\data""", IsDeclaredByApplication = true })),
            File.ReadAllText(TreeGenerator.Create(new NewTreeOptions { Name = "plain", Directory = _folder.Path })),
            File.ReadAllText(RevisionGenerator.Create(new NewRevisionOptions { Tree = "data-sets", Line = "my-line", Version = "1.0.0-rc.1+b-5", Directory = _folder.Path, HasImplicitUsings = true })),
            _folder.Create(_folder.Options with { Name = "Epoch", IsFinal = true, Version = "next", RootNamespace = "2nd.my-app.class" }),
            _folder.Create(_folder.Options with { Name = "IntToUuid", OneShot = "int_1.0.0_to_uuid", From = "Integer@1.0.0", To = "Uuid@1.0.0-rc.1+x" }),
        ];

        Assert.That(Compiler.Compile(texts), Is.Empty);
    }

    [Test]
    public void A_barrier_has_no_body() =>
        Assert.That(_folder.Create(_folder.Options with { IsFinal = true, Version = "2.0.0" }), Does.EndWith("Tree = \"models\", Version = \"2.0.0\")]\npublic sealed class AddBaz : Barrier;\n"));

    [Test]
    public void The_next_version_is_asked_of_the_build() =>
        Assert.That(_folder.Create(_folder.Options with { Version = "next" }), Does.Contain("[Migration(\"20260501120000\", \"Add baz\", Tree = \"models\", Version = MigrationVersion.Next)]"));

    [Test]
    public void A_one_shot_says_whence_and_whereto() => Assert.That(
        _folder.Create(_folder.Options with { OneShot = "int_to_uuid", From = "Integer@1.0.0", To = "Uuid@1.0.0" }),
        Does.Contain("Tree = \"models\", OneShot = \"int_to_uuid\", Parent = \"Integer@1.0.0\", To = \"Uuid@1.0.0\")]"));
}
