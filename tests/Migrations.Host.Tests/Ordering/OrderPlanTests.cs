using Migrations.Host.Ordering;
using Migrations.Host.Sources;

namespace Migrations.Host.Tests.Ordering;

// Days of January 2026 stand for ids: 3 is 20260103000000, 3+1 a second later.
public sealed class OrderPlanTests
{
    [TestCase("", "1 2", "")]
    [TestCase("1 2", "1 2", "")]
    [TestCase("1 2", "1 2 3 4", "")]
    [TestCase("1 5", "1 3 5", "3>5+1")]
    [TestCase("1 5", "1 3 2 5", "2>5+1 3>5+2")]
    [TestCase("1 5", "1 3 5 6", "3>5+1")]
    [TestCase("1 5", "1 3 5 5+1", "3>5+1 5+1>5+2")]
    [TestCase("1 5", "1 2 3 5 5+1 5+2 6", "2>5+1 3>5+2 5+1>5+3 5+2>5+4")]
    [TestCase("1 5", "1 2 5 5+2", "2>5+1")]
    [TestCase("1 5", "1 3", "3>5+1", TestName = "{m}(what is not merged yet counts)")]
    [TestCase("5", "0", "0>5+1")]
    public void What_is_late_comes_after_the_newest_released_one_and_overtakes_nothing(string released, string present, string expected) =>
        Assert.That(Text(OrderPlan.Create(Parse(released), Parse(present))), Is.EqualTo(expected));

    [TestCase("A:1 A:5 B:2", "A:1 A:5 B:2 B:3 A:4", "A:4>5+1")]
    [TestCase("A:5", "A:5 :3", "", TestName = "{m}(the unnamed line is one too)")]
    public void Each_line_has_an_order_of_its_own(string released, string present, string expected) =>
        Assert.That(Text(OrderPlan.Create(Parse(released), Parse(present))), Is.EqualTo(expected));

    [TestCase("A:5", "A:5 A:3 B:5+1", "A:3>5+2", TestName = "{m}(another line)")]
    [TestCase("A:5 B:5+1", "A:5 A:3 B:5+1", "A:3>5+2", TestName = "{m}(a released one)")]
    public void An_id_that_the_tree_has_already_is_left_out(string released, string present, string expected) =>
        Assert.That(Text(OrderPlan.Create(Parse(released), Parse(present))), Is.EqualTo(expected));

    [Test]
    public void Each_tree_has_an_order_of_its_own()
    {
        var (released, late) = (Of("20260105000000"), Of("20260103000000") with { Tree = "other" });

        Assert.That(OrderPlan.Create([released], [released, late]).IsEmpty, Is.True);
    }

    [Test]
    public void One_shots_and_ids_of_names_have_no_place_in_the_order()
    {
        var released = Of("20260105000000");
        MigrationSource[] present = [released, Of("20260103000000") with { OneShot = "x" }, Of("b00000000001")];

        Assert.That(OrderPlan.Create([released, Of("20270101000000") with { OneShot = "y" }], present).IsEmpty, Is.True);
    }

    [TestCase("20260103000000", "20260105000001")]
    [TestCase("20260103000000000", "20260105000001000")]
    [TestCase("1767398400", "1767571201")]
    [TestCase("1767398400000", "1767571201000")]
    public void A_new_id_has_the_form_of_the_old_one(string id, string expected)
    {
        var released = Of("20260105000000500");

        Assert.That(OrderPlan.Create([released], [released, Of(id)]).Renumberings.Single().NewId, Is.EqualTo(expected));
    }

    [TestCase("r2", null, TestName = "{m}(the newest stays)")]
    [TestCase("r1", "r2")]
    [TestCase("A@1.0.0", "r2")]
    [TestCase("base", "r2")]
    [TestCase("B@1.0.0", null, TestName = "{m}(another line is meant so)")]
    public void A_line_continues_from_its_newest_released_revision(string parent, string? expected)
    {
        var first = Of("20260101000000") with { File = "r1", Line = "A", Version = "1.0.0", Parent = new SourceText("base", 0) };
        var second = Of("20260105000000") with { File = "r2", Line = "A", Parent = new SourceText("20260101000000", 0) };
        var name = parent switch { "r1" => "20260101000000", "r2" => "20260105000000", _ => parent };
        var mine = Of("20260106000000") with { Line = "A", Parent = new SourceText(name, 0) };
        var next = Of("20260107000000") with { Line = "A", Parent = new SourceText("20260106000000", 0) };

        var plan = OrderPlan.Create([first, second], [first, second, mine, next]);

        Assert.That(plan.Renumberings, Is.Empty);
        Assert.That(plan.Reparentings.Select(r => (r.Migration.Id!.Text, r.NewParent)), Is.EqualTo(expected is null ? [] : new[] { ("20260106000000", "20260105000000") }));
    }

    private static string Text(OrderPlan plan) => string.Join(' ', plan.Renumberings.Select(r => $"{Short(r.Migration)}>{Day(r.NewId)}"));

    private static string Short(MigrationSource migration) => (migration.Line is null ? "" : migration.Line + ":") + Day(migration.Id!.Text);

    private static string Day(string id) => int.Parse(id[6..8], System.Globalization.CultureInfo.InvariantCulture) - 1 + (id.EndsWith("00", StringComparison.Ordinal) ? "" : "+" + id[^1]);

    private static List<MigrationSource> Parse(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Migration)];

    private static MigrationSource Migration(string text)
    {
        var parts = text.Split(':');
        var time = parts[^1].Split('+');
        var id = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddDays(int.Parse(time[0], System.Globalization.CultureInfo.InvariantCulture)).AddSeconds(time.Length == 1 ? 0 : int.Parse(time[1], System.Globalization.CultureInfo.InvariantCulture));
        return Of(id.ToString("yyyyMMddHHmmss", System.Globalization.CultureInfo.InvariantCulture)) with { Line = parts.Length == 1 || parts[0].Length == 0 ? null : parts[0] };
    }

    private static MigrationSource Of(string id) => new() { File = $"{id}.cs", Id = new SourceText(id, 0) };
}
