using System.Text.RegularExpressions;

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
    public void What_a_body_reaches_counts_and_what_it_does_not_reach_does_not([Values("x + 1", "Plain(x)", "* Factor", "base.Twice(x)", "Order = 7", "=> text.Trim()", "virtual int Twice(int x) => x * 2", "implicit operator string(Name name) => name.Text")] string reached)
    {
        Assert.That(Reaching, Does.Contain(reached));
        Assert.That(Checksum(Reaching.Replace(reached, Changed(reached), StringComparison.Ordinal)), Is.Not.EqualTo(Checksum(Reaching)));
    }

    [TestCase("Unused(int x) => x", "Unused(int x) => x + 2")]
    [TestCase("class Elsewhere { public int A; }", "class Elsewhere { public int B; }")]
    [TestCase("\"Reaching\"", "\"Another title\"")]
    [TestCase("namespace Shop;", "namespace Store;")]
    [TestCase("[System.Obsolete(\"old\")]", "")]
    [TestCase("[System.Obsolete(\"old\")]", "[Irreversible(\"Nothing is kept.\")]")]
    [TestCase("[System.Obsolete(\"old\")]", "[Destructive(\"Nobody reads it.\")]")]
    public void What_does_not_run_does_not_count(string text, string changed)
    {
        Assert.That(Reaching, Does.Contain(text));
        Assert.That(Checksum(Reaching.Replace(text, changed, StringComparison.Ordinal)), Is.EqualTo(Checksum(Reaching)));
    }

    [TestCase("\"a\\\\b\"", "@\"a\\b\"")]
    [TestCase("\"one\\ntwo\"", "\"\"\"\n    one\n    two\n    \"\"\"")]
    [TestCase("\"\"\"\n    one\n    two\n    \"\"\"", "\"\"\"\r\n        one\r\n        two\r\n        \"\"\"")]
    [TestCase("$\"\"\"\n    one {1}\n    two\n    \"\"\"", "$\"\"\"\r\n        one {1}\r\n        two\r\n        \"\"\"")]
    [TestCase("0x10", "16")]
    [TestCase("1_000", "1000")]
    public void A_literal_counts_by_its_value(string literal, string same)
    {
        Assert.That(Checksum(WithLiteral(same)), Is.EqualTo(Checksum(WithLiteral(literal))));
        Assert.That(Checksum(WithLiteral("\"other\"")), Is.Not.EqualTo(Checksum(WithLiteral(literal))));
    }

    [TestCase("16", "16L")]
    [TestCase("1.0", "1")]
    [TestCase("\"a\"", "'a'")]
    [TestCase("\"1\"", "1")]
    public void Literals_of_other_types_are_others(string literal, string other) => Assert.That(Checksum(WithLiteral(other)), Is.Not.EqualTo(Checksum(WithLiteral(literal))));

    [Test]
    public void The_way_back_counts_on_its_own()
    {
        const string There = """
            using Migrations; using System.Threading; using System.Threading.Tasks;
            [Migration("20260101000001", "There")]
            public sealed class There : Migration { public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask; }
            """;
        const string Down = "public Task DownAsync(MigrationContext context, CancellationToken cancellationToken) => Helper(1); private Task Helper(int x) => Task.Delay(x);";
        var back = There.Replace(": Migration {", ": Migration, IReversible { " + Down, StringComparison.Ordinal);

        Assert.That(Checksum(back), Is.EqualTo(Checksum(There)));
        Assert.That(Run(There).Source, Does.Not.Contain("DownChecksum"));
        Assert.That(DownChecksum(back), Is.Not.Empty);
        Assert.That(DownChecksum(back.Replace("Delay(x)", "Delay(x + 1)", StringComparison.Ordinal)), Is.Not.EqualTo(DownChecksum(back)));
        Assert.That(DownChecksum(back.Replace("Task.CompletedTask", "Task.Delay(1)", StringComparison.Ordinal)), Is.EqualTo(DownChecksum(back)));
    }

    [Test]
    public void An_abstract_class_is_not_a_migration() => Assert.That(Run("public abstract class Base : Migrations.Migration { }").Source, Does.Not.Contain("Base"));

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

    // A change inside the text that leaves it compiling.
    private static string Changed(string text) => text switch
    {
        "x + 1" => "x + 3",
        "Plain(x)" => "Plain(x + 1)",
        "* Factor" => "* Factor * Factor",
        "base.Twice(x)" => "base.Twice(x + 1)",
        "Order = 7" => "Order = 8",
        "=> text.Trim()" => "=> text.TrimEnd()",
        "virtual int Twice(int x) => x * 2" => "virtual int Twice(int x) => x * 3",
        _ => "implicit operator string(Name name) => name.Text + name.Text",
    };

    private static string WithLiteral(string literal) => $$"""
        using Migrations; using System.Threading; using System.Threading.Tasks;
        [Migration("20260101000001", "Literal")]
        public sealed class Literal : Migration { public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) { object o = {{literal}}; return Task.FromResult(o); } }
        """;

    private static string DownChecksum(string source) => Regex.Match(Run(source).Source, "DownChecksum = \"([0-9a-f]{64})").Groups[1].Value;

    private static string Reaching => """
        using Migrations; using System.Threading; using System.Threading.Tasks;
        namespace Shop;
        [Migration("20260101000001", "Reaching")]
        [System.Obsolete("old")]
        public sealed class Reaching : Doubling
        {
            protected override int Twice(int x) => base.Twice(x);
            public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken)
            {
                string text = new Name(" a ").Text.Clean() + new Name("b");
                int order = (int)Kind.Order;
                return Task.FromResult(text + Helpers.Scale(Twice(order)));
            }
        }
        public abstract class Doubling : Migration { protected virtual int Twice(int x) => x * 2; }
        public sealed class Name(string text) { public string Text { get; } = text; public static implicit operator string(Name name) => name.Text; }
        public enum Kind { Order = 7 }
        public static class Helpers
        {
            private const int Factor = 3;
            public static int Scale(int x) => Plain(x) * Factor;
            private static int Plain(int x) => x + 1;
            public static int Unused(int x) => x;
            public static string Clean(this string text) => text.Trim();
        }
        public sealed class Elsewhere { public int A; }
        """;

    private static string Checksum(string source, string path = "/plugin/models/file.cs") => Regex.Match(Run(source, path).Source, "[0-9a-f]{64}").Value;

    private static (string Source, IReadOnlyList<string> Errors) Run(string source, string path = "/plugin/models/file.cs", ProjectFolder? project = null) => RegistryRun.Of(source, path, project);
}
