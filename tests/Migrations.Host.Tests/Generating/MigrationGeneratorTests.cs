using Migrations.Host.Generating;

namespace Migrations.Host.Tests.Generating;

public sealed class MigrationGeneratorTests
{
    private static readonly TimeProvider Noon = new FixedTime(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));
    private string _folder = "";

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("migrations-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void The_file_is_named_by_time_and_name_in_the_folder_of_its_tree() =>
        Assert.That(Create("AddBaz"), Is.EqualTo(Path.Combine(_folder, "models", "20260501120000_AddBaz.cs")));

    [Test]
    public void Two_of_one_second_are_in_order() =>
        Assert.That(new[] { Create("First"), Create("Second") }, Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal).And.Unique);

    [Test]
    public void A_new_one_is_never_older_than_what_is_there()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "models"));
        File.WriteAllText(Path.Combine(_folder, "models", "20301231235959_Later.cs"), "");

        Assert.That(Path.GetFileName(Create("Newer")), Is.EqualTo("20310101000000_Newer.cs"));
    }

    [Test]
    public void Nothing_is_overwritten()
    {
        File.WriteAllText(Create("AddBaz"), "mine");

        AssertRefused(() => Create("AddBaz"), MigrationErrorCode.FileExists);

        Assert.That(File.ReadAllText(Directory.EnumerateFiles(Path.Combine(_folder, "models")).Single()), Is.EqualTo("mine"));
    }

    [Test]
    public void A_name_may_be_the_end_of_another()
    {
        Create("Add_Baz");

        Assert.That(() => Create("Baz"), Throws.Nothing);
    }

    [TestCase("free", "Migration, IReversible")]
    [TestCase("collection", "CollectionMigration, IReversibleCollection")]
    [TestCase("typed", "DocumentMigration<AddBazBefore, AddBazAfter>, IReversible<AddBazAfter, AddBazBefore>")]
    [TestCase("raw", "RawDocumentMigration, IReversibleDocument")]
    [TestCase("pipeline", "PipelineMigration, IReversiblePipeline")]
    [TestCase("fields", "FieldMigration")]
    [TestCase("types", "TypeMoveMigration, IReversibleTypes")]
    public void Each_kind_has_its_base_and_its_way_back(string kind, string bases)
    {
        var path = MigrationGenerator.Create(new NewMigrationOptions { Name = "AddBaz", Directory = _folder, Tree = "models", Kind = kind, IsReversible = true, Version = "1.2.0" }, Noon);

        Assert.That(File.ReadAllText(path), Does.Contain($"public sealed class AddBaz : {bases}").And.Contain("""[Migration("20260501120000", "Add baz", Tree = "models", Version = "1.2.0")]"""));
    }

    [Test]
    public void Without_a_way_back_there_is_no_interface() =>
        Assert.That(File.ReadAllText(Create("AddBaz")), Does.Not.Contain("IReversible").And.Not.Contain("Down"));

    private static void AssertRefused(Action create, MigrationErrorCode code) =>
        Assert.That(create, Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code));

    private string Create(string name) => MigrationGenerator.Create(new NewMigrationOptions { Name = name, Directory = _folder, Tree = "models" }, Noon);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
