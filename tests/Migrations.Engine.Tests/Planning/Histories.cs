using Migrations.Engine.Kinds;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Tests.Planning;

// Small histories for tables: migrations are named tree@number, "1" standing for the first second of 2026.
internal static class Histories
{
    public static string Id(int number) => $"202601010000{number:D2}";

    public static RevisionGraph GraphOf(params MigrationDescriptor[] migrations) => GraphOf([], migrations);

    public static RevisionGraph GraphOf(MigrationTreeAttribute[] trees, params MigrationDescriptor[] migrations) => RevisionGraph.Create(new MigrationCatalogue("test", migrations, trees, "1.0.0"));

    public static MigrationDescriptor Migration(
        int number, string tree = "main", bool isReversible = true, string? version = null, string checksum = "c", string? line = null, string? parent = null, params string[] dependsOn) => new()
    {
        Kind = BodyKinds.FreeForm,
        Identity = new MigrationIdentity { Tree = tree, Id = Id(number), Title = $"Step {number}", Version = version, Line = line },
        Parent = parent,
        DependsOn = dependsOn,
        Type = typeof(object),
        Checksum = checksum,
        IsReversible = isReversible,
        File = $"{tree}/{number}.cs",
        SourceLine = number,
    };

    public static MigrationDescriptor Stub(int number, string tree) => Migration(number, tree) with { NotWritten = "UpAsync" };

    public static MigrationDescriptor OneShot(int number, string name, string from, string to, string tree = "main", bool isReversible = true) =>
        Migration(number, tree, isReversible, parent: from) with { OneShot = name, To = to };

    public static MigrationDescriptor Barrier(int number, string tree = "main", string? version = null) => Migration(number, tree, version: version) with { Kind = BodyKinds.Barrier, IsReversible = false };

    // The trees and numbers of a plan's steps, those that go back with a minus: "a1 b2 -a1".
    public static string Text(Plan plan) => string.Join(' ', plan.Steps.Select(s => $"{(s.Direction == MigrationDirection.Down ? "-" : "")}{s.Migration.Tree}{int.Parse(s.Migration.Id[^2..], System.Globalization.CultureInfo.InvariantCulture)}"));

    public static AppliedMigration Applied(int number, string tree = "main", AppliedStatus status = AppliedStatus.Done, MigrationDirection direction = MigrationDirection.Up, bool isPartial = false, string checksum = "c") =>
        new() { Tree = tree, Id = Id(number), Status = status, Direction = direction, IsPartial = isPartial, Transaction = true, Checksum = checksum, DownChecksum = direction == MigrationDirection.Down ? checksum : null };

    // Killed on the way up, with checkpoints that say what is done.
    public static AppliedMigration HalfDone(int number, bool keepsImages = false) => Applied(number, status: AppliedStatus.Running, isPartial: true) with
    {
        Checkpoint = new PassCheckpoint(0, 1, 20_000) { KeepsImages = keepsImages },
        Progress = new RangeSummary { Modified = 4_688, Total = 20_000 },
    };

    // A state that stands at the named revisions ("a1", "b2"), everything before them applied.
    public static DatabaseState At(RevisionGraph graph, params string[] revisions)
    {
        var stamp = StampPlan.Create(graph, new DatabaseState([], []), new StampRequest { At = ["base", .. revisions], IsInitialisation = true }, ("test", null));
        return stamp.ApplyTo(new DatabaseState([], []));
    }

    // The state after a plan has been carried out.
    public static DatabaseState After(DatabaseState state, Plan plan)
    {
        var (heads, records) = (state.Heads.ToDictionary(h => h.Tree), state.Records.ToDictionary(r => (r.Tree, r.Id)));
        foreach (var step in plan.Steps)
        {
            var migration = step.Migration;
            heads[migration.Tree] = new HeadRecord { Tree = migration.Tree, Revision = step.HeadAfter?.Id, Line = step.HeadAfter?.Line, Version = step.HeadAfter?.Version };
            records[(migration.Tree, migration.Id)] = new AppliedMigration { Tree = migration.Tree, Id = migration.Id, Checksum = migration.Checksum, Transaction = true, Direction = step.Direction, Status = step.Direction == MigrationDirection.Up ? AppliedStatus.Done : AppliedStatus.RolledBack };
        }

        return new DatabaseState(heads.Values, records.Values);
    }

    // A state whose heads are what the records say.
    public static DatabaseState StateOf(params AppliedMigration[] applied)
    {
        var trees = applied.Select(a => a.Tree).Append("main").Distinct();
        return new DatabaseState(trees.Select(t => new HeadRecord { Tree = t, Revision = applied.Where(a => a.Tree == t && a.IsApplied).Max(a => a.Id) }), applied);
    }
}
