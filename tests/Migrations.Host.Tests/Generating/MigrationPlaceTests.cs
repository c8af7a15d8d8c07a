namespace Migrations.Host.Tests.Generating;

public sealed class MigrationPlaceTests
{
    private TestFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new TestFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void The_first_of_a_line_comes_after_base_and_the_next_after_it()
    {
        var first = _folder.Create(_folder.Options with { Name = "First", Line = "Uuid" });
        var second = _folder.Create(_folder.Options with { Name = "Second", Line = "Uuid" });
        var other = _folder.Create(_folder.Options with { Name = "Other", Line = "Integer" });

        Assert.That(first, Does.Contain("Line = \"Uuid\", Parent = \"base\""));
        Assert.That(second, Does.Contain("[Migration(\"20260501120001\"").And.Contain("Line = \"Uuid\", Parent = \"20260501120000\""));
        Assert.That(other, Does.Contain("[Migration(\"20260501120002\"").And.Contain("Line = \"Integer\", Parent = \"base\""));
    }

    [Test]
    public void The_parent_is_the_end_of_the_chain_and_not_the_newest_id()
    {
        _folder.Write("models/a.cs", """[Migration("20260101000001", "a", Tree = "models", Line = "L", Parent = "b00000000002", Version = "1.2.0")] class A : Migration;""");
        _folder.Write("models/b.cs", """[Migration("b00000000001", "b", Tree = "models", Line = "L", Parent = "base", Version = "1.0.0")] class B : Migration;""");
        _folder.Write("models/c.cs", """[Migration("b00000000002", "c", Tree = "models", Line = "L", Parent = "L@1.0.0")] class C : Migration;""");

        Assert.That(_folder.Create(_folder.Options with { Line = "L" }), Does.Contain("Parent = \"20260101000001\""));
    }

    [Test]
    public void Comments_strings_other_trees_and_one_shots_do_not_count()
    {
        _folder.Write("models/a.cs", """"
            // [Migration("20270101000001", "a", Tree = "models", Line = "L")]
            /* [Migration("20270101000002", "a", Tree = "models", Line = "L")] */
            #region [Migration("20270101000003", "a", Tree = "models", Line = "L")] don't
            [Migration("20260101000004", """a [Migration("20270101000004")]""", Tree = @"models", Line = "L")] class A : Migration { string s = "[Migration(\"20270101000005\", Tree = \"models\")]"; char c = '"'; }
            [Migration("20270101000006", "a", Tree = "other", Line = "L")] class B : Migration;
            [Migrations.MigrationAttribute("20260101000007", "a", Tree = "models", OneShot = "x", Parent = "base", To = "L@1.0.0")] class C : Migration;
            """");

        Assert.That(_folder.Create(_folder.Options with { Line = "L" }), Does.Contain("[Migration(\"20260501120000\"").And.Contain("Parent = \"20260101000004\""));
    }

    [Test]
    public void A_tree_that_is_ordered_by_id_needs_no_parents()
    {
        _folder.Create(_folder.Options with { Name = "First" });

        Assert.That(_folder.Create(_folder.Options with { Name = "Second" }), Does.Not.Contain("Parent"));
    }

    [Test]
    public void A_tree_whose_migrations_name_parents_continues_to()
    {
        _folder.Write("models/a.cs", """[Migration("b00000000001", "b", Tree = "models", Parent = "base")] class B : Migration;""");

        Assert.That(_folder.Create(_folder.Options), Does.Contain("Parent = \"b00000000001\""));
    }

    [Test]
    public void A_tree_of_lines_is_not_guessed_at()
    {
        _folder.Create(_folder.Options with { Name = "First", Line = "Uuid" });

        Assert.That(() => _folder.Create(_folder.Options), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.OptionInvalid).And.Message.Contain("Line=Uuid"));
    }

    [TestCase("1.0.0", "1.0.0")]
    [TestCase("1.0.0", "1.0.0+build")]
    [TestCase("next", "next")]
    public void A_line_has_a_version_once(string first, string second)
    {
        _folder.Create(_folder.Options with { Name = "First", Line = "Uuid", Version = first });

        Assert.That(() => _folder.Create(_folder.Options with { Line = "Uuid", Version = second }), Throws.TypeOf<MigrationException>().With.Message.Contain("_First.cs"));
        Assert.That(() => _folder.Create(_folder.Options with { Line = "Integer", Version = second }), Throws.Nothing);
    }
}
