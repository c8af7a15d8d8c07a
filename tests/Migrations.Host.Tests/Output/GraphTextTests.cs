using System.Text.Json;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;
using Migrations.Host.Output;

namespace Migrations.Host.Tests.Output;

public sealed class GraphTextTests
{
    [Test]
    public void A_history_is_newest_first_and_marks_what_is_special() => Assert.That(History(oneShots: false), Is.EqualTo(new[]
    {
        $"{Graphs.Id(3)} -> {Graphs.Id(4)} (data, uuid) (head) (barrier), Barrier 4",
        $"{Graphs.Id(1)} -> {Graphs.Id(3)} (data, uuid 1.0.0), Step 3",
        $"{Graphs.Id(1)} -> {Graphs.Id(2)} (data, int 1.0.0) (head), Step 2",
        $"<base> -> {Graphs.Id(1)} (data) (branchpoint) (head), Shared",
    }));

    [Test]
    public void One_shots_are_shown_when_asked_for() => Assert.That(History(oneShots: true), Is.EqualTo(new[]
    {
        $"{Graphs.Id(2)} -> {Graphs.Id(3)} (data, int 1.0.0 -> uuid 1.0.0) (one-shot int_1.0.0_to_uuid_1.0.0), Number anew",
    }));

    [Test]
    public void A_title_of_several_lines_stays_in_one() =>
        Assert.That(History(oneShots: false, "One\r\n  two\tthree\u2028four")[^1], Does.EndWith(", One two three four"));

    [Test]
    public void Trees_say_their_lines_and_heads() => Assert.That(
        GraphText.Trees(Graphs.Branched(declaration: new("data") { Description = "All\ndata", DefaultLine = "uuid" }).Trees, oneShots: false),
        Is.EqualTo(new[] { "data: All data", $"  1 revision, head {Graphs.Id(1)}", $"  int: 1 revision, head {Graphs.Id(2)} 1.0.0", $"  uuid (default): 2 revisions, head {Graphs.Id(4)}" }));

    [Test]
    public void One_shots_of_trees_carry_the_name_of_the_tree() => Assert.That(
        GraphText.Trees(Graphs.Branched().Trees, oneShots: true),
        Is.EqualTo(new[] { $"data/int_1.0.0_to_uuid_1.0.0 ({Graphs.Id(2)} -> {Graphs.Id(3)}), Number anew" }));

    [Test]
    public void An_unknown_tree_is_refused_with_the_known_ones() => Assert.That(
        () => HistoryReport.Create(Graphs.Branched(), "date", oneShots: false),
        Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.UnknownTree).And.Message.Contains("Known trees: data."));

    [Test]
    public void Details_are_what_the_database_remembers()
    {
        var migration = Graphs.Migration(1, version: "0.6.0") with
        {
            IsReversible = true,
            DependsOn = ["notes@0.2.0"],
            Options = [new MigrationOptionAttribute("start") { Required = true, Values = ["0", "1"], Description = "Where to begin" }],
            Preconditions = [new NoDocumentsInAttribute("items") { IsSkippable = true }],
        };
        var text = Detailed(migration, head: migration.Id);

        Assert.That(text, Is.EqualTo(new[]
        {
            $"<base> -> {migration.Id} (data, 0.6.0) (head) (current), Step 1",
            "  file: data/1.cs(1)",
            "  version: 0.6.0",
            "  reversible",
            "  depends on: notes@0.2.0",
            "  option start=0|1, required: Where to begin",
            "  precondition, skippable: No documents in 'items'",
            "  state: applied, 2026-02-03 04:05:06 UTC by ann@box",
            "  upgrade: 1.50 s, 1,200 changed, in transactions, migrations 0.1.0, server 8.0",
            "  - [items] Pin 12 item_id reference(s) to their refcode",
        }));
    }

    [Test]
    public void A_place_that_the_plugin_does_not_have_is_said() =>
        Assert.That(Detailed(Graphs.Migration(1), head: "20990101000000")[^1], Is.EqualTo("20990101000000 (data) (current), which the plugin does not have"));

    [Test]
    public void Base_is_a_place_too() => Assert.That(Detailed(Graphs.Migration(1), head: null)[^1], Is.EqualTo("<base> (data) (current)"));

    [Test]
    public void Json_says_the_same()
    {
        using var json = JsonDocument.Parse(GraphJson.History(HistoryReport.Create(Graphs.Branched(), null, oneShots: false), m => m.Place).ToJsonString());

        var revisions = json.RootElement.GetProperty("trees")[0].GetProperty("revisions");
        Assert.That(revisions.GetArrayLength(), Is.EqualTo(4));
        Assert.That(revisions[0].GetProperty("barrier").GetBoolean(), Is.True);
        Assert.That(revisions[3].GetProperty("branchpoint").GetBoolean(), Is.True);
        Assert.That(revisions[3].GetProperty("from").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static string[] History(bool oneShots, string title = "Shared") =>
        [.. GraphText.History(HistoryReport.Create(Graphs.Branched(title), null, oneShots), m => m.Place)];

    private static string[] Detailed(MigrationDescriptor migration, string? head)
    {
        var record = new AppliedMigration { Tree = "data", Id = migration.Id, Checksum = migration.Checksum, Status = AppliedStatus.Done, Run = "r1", By = "ann", Host = "box", Finished = new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc) };
        var entry = new JournalEntry { Event = "upgrade", Tree = "data", Id = migration.Id, Run = "r1", Transaction = true, Duration = TimeSpan.FromSeconds(1.5), Modified = 1200, Product = "migrations 0.1.0", Server = "8.0", Actions = ["[items] Pin 12 item_id reference(s) to their refcode"] };
        var status = new StatusReport
        {
            Database = "shop",
            Server = new ChannelInfo { Server = "localhost", ServerVersion = "8.0" },
            Trees = [new TreeStatus { Name = "data", Head = head, Migrations = [new MigrationStatus { Id = migration.Id, Migration = migration, Record = record }] }],
        };
        return [.. GraphText.History(HistoryReport.Create(Graphs.Of(migration, Graphs.Migration(9, version: "0.2.0", tree: "notes")), "data", oneShots: false, status, [entry, entry with { Run = "r0", Actions = ["earlier"] }]), m => m.Place)];
    }
}
