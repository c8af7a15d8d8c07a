using Migrations.Host.Sources;

namespace Migrations.Host.Tests.Sources;

public sealed class MigrationSourceTests
{
    [TestCase("""[Migration("20260101000000", "x")]""")]
    [TestCase("""[MigrationAttribute("20260101000000", "x")]""")]
    [TestCase("""[Migrations.Migration("20260101000000", "x")]""")]
    [TestCase("""[global::Migrations.MigrationAttribute("20260101000000", "x")]""")]
    [TestCase("""[type: Migration("20260101000000", "x")]""")]
    [TestCase("""[Serializable, Migration("20260101000000", "x")]""")]
    [TestCase("""[NoDocumentsIn("a", "{ \"[Migration(\": 1 }"), Migration("20260101000000", "x"), Other]""")]
    [TestCase("""[Other(new[] { 1, 2 })][Migration("20260101000000", "x")]""")]
    [TestCase("""[Migration(title: "x", id: "20260101000000")]""")]
    [TestCase("""[Migration(@"20260101000000", "x")]""")]
    [TestCase("[Migration(\"\"\"20260101000000\"\"\", \"x\")]")]
    [TestCase("[ Migration\n(\n  // the id\n  \"20260101000000\" /* it */, \"x\")\n]")]
    public void An_attribute_is_read_however_it_is_written(string text)
    {
        var source = Read(text + " class A : Migration;");

        Assert.That(source.Id!.Text, Is.EqualTo("20260101000000"));
        Assert.That(text.Substring(source.Id.Start, 14), Is.EqualTo("20260101000000"));
        Assert.That((source.Tree, source.Line, source.Version, source.IsBarrier), Is.EqualTo(("main", (string?)null, (string?)null, false)));
    }

    [TestCase("""// [Migration("20260101000000", "x")]""")]
    [TestCase("""/* [Migration("20260101000000", "x")] */""")]
    [TestCase("""#error [Migration("20260101000000", "x")]""")]
    [TestCase("""class A { string s = "[Migration(\"20260101000000\")]"; }""")]
    [TestCase("class A { string s = @\"\"\"[Migration(\"\"20260101000000\"\")]\"; }")]
    [TestCase("""class A { object o = table[Migration("20260101000000")]; }""")]
    [TestCase("""[MigrationTree("datasets")]""")]
    [TestCase("[Migration(")]
    [TestCase("[Migration")]
    [TestCase("[")]
    public void What_only_looks_like_one_is_none(string text) => Assert.That(MigrationSource.Read("a.cs", text).Where(m => m.Id is not null), Is.Empty);

    [Test]
    public void Everything_that_says_its_place_is_read()
    {
        var source = Read("""

            [Migration("20260101000000", "x, (y)", Tree = "t", Line = "L", OneShot = "o", Parent = "base", To = "L@1.0.0", DependsOn = new[] { "a", "b@1" }, Version = MigrationVersion.Next)]
            [Other]
            public sealed class A : Migrations.Barrier;
            """);

        Assert.That((source.Tree, source.Line, source.OneShot, source.Parent!.Text, source.To!.Text, source.Version, source.IsBarrier), Is.EqualTo(("t", "L", "o", "base", "L@1.0.0", "next", true)));
        Assert.That(source.DependsOn.Select(d => d.Text), Is.EqualTo(new[] { "a", "b@1" }));
        Assert.That(source.Place, Is.EqualTo("a.cs(2)"));
    }

    [TestCase("Ids.First")]
    [TestCase("\"2026\" + \"0101\"")]
    [TestCase("$\"{x}\"")]
    public void An_id_that_is_not_a_literal_is_unknown(string id) => Assert.That(Read($"[Migration({id}, \"x\")] class A : Migration;").Id, Is.Null);

    [TestCase("class A : Barrier;", true)]
    [TestCase("internal sealed class A() : Barrier { }", true)]
    [TestCase("class Barrier : Migration { }", false)]
    [TestCase("class A : Migration { Barrier b; }", false)]
    public void A_barrier_is_known_by_its_base(string declaration, bool isBarrier) => Assert.That(Read("[Migration(\"20260101000000\", \"x\")] " + declaration).IsBarrier, Is.EqualTo(isBarrier));

    [Test]
    public void Several_of_one_file_are_told_apart()
    {
        var sources = MigrationSource.Read("a.cs", "[Migration(\"1\", \"x\")] class A : Barrier;\n[Migration(\"2\", \"x\")] class B : Migration;");

        Assert.That(sources.Select(s => (s.Id!.Text, s.FileLine, s.IsBarrier)), Is.EqualTo(new[] { ("1", 1, true), ("2", 2, false) }));
    }

    private static MigrationSource Read(string text) => MigrationSource.Read("a.cs", text).Single();
}
