using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.State;

namespace Migrations.Engine.Tests.Planning;

// Small histories for tables: migrations are named tree@number, "1" standing for the first second of 2026.
internal static class Histories
{
    public static string Id(int number) => $"202601010000{number:D2}";

    public static RevisionGraph GraphOf(params MigrationDescriptor[] migrations) => RevisionGraph.Create(new MigrationCatalogue("test", migrations));

    public static MigrationDescriptor Migration(int number, string tree = "main", bool isReversible = true, string? version = null, string checksum = "c") => new()
    {
        Identity = new MigrationIdentity { Tree = tree, Id = Id(number), Title = $"Step {number}", Version = version },
        Type = typeof(object),
        Checksum = checksum,
        IsReversible = isReversible,
        File = $"{tree}/{number}.cs",
        SourceLine = number,
    };

    public static AppliedMigration Applied(int number, string tree = "main", AppliedStatus status = AppliedStatus.Done, MigrationDirection direction = MigrationDirection.Up, bool isPartial = false, string checksum = "c") =>
        new() { Tree = tree, Id = Id(number), Status = status, Direction = direction, IsPartial = isPartial, Transaction = true, Checksum = checksum };

    // A state whose heads are what the records say.
    public static DatabaseState StateOf(params AppliedMigration[] applied)
    {
        var trees = applied.Select(a => a.Tree).Append("main").Distinct();
        return new DatabaseState(trees.Select(t => new HeadRecord { Tree = t, Revision = applied.Where(a => a.Tree == t && a.IsApplied).Max(a => a.Id) }), applied);
    }
}
