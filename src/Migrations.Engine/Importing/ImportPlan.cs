using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Importing;

/// <summary>What an import would record: decided without I/O, written as a whole or not at all.</summary>
internal sealed record ImportPlan
{
    /// <summary>The name of the tool that wrote the log.</summary>
    public required string Tool { get; init; }

    /// <summary>The collection of the log.</summary>
    public required string Log { get; init; }

    /// <summary>The migrations that will count as applied.</summary>
    public IReadOnlyList<ImportedMigration> Imported { get; init; } = [];

    /// <summary>Migrations of the log that have a record already, which stays as it is.</summary>
    public IReadOnlyList<AppliedMigration> Recorded { get; init; } = [];

    /// <summary>The new heads, by tree.</summary>
    public IReadOnlyList<HeadRecord> Heads { get; init; } = [];

    /// <summary>Whether everything is already recorded, so that nothing is stored.</summary>
    public bool IsNothing => Imported.Count == 0 && Heads.Count == 0;

    // Records are only added, never replaced: what this tool knows is newer than the log of another one.
    internal static ImportPlan Create(RevisionGraph graph, DatabaseState state, ImportRequest request, IReadOnlyList<ForeignMigration> applied, (string Tool, string Collection) log)
    {
        var imported = Covered(graph, NameMatches.Of(graph, request, applied, log.Collection));
        state.RequireOwn(state.IsInitialised ? imported.Select(m => m.Migration.Tree).Distinct() : graph.Trees.Select(t => t.Name));
        var added = imported.Where(m => state.Find(m.Migration.Tree, m.Migration.Id) is null).ToList();
        var after = state.With([.. state.Records, .. added.Select(Record)], state.Faults);
        RequireWays(graph, after, added, log.Collection);
        return new ImportPlan
        {
            Tool = log.Tool,
            Log = log.Collection,
            Imported = added,
            Recorded = [.. imported.Select(m => state.Find(m.Migration.Tree, m.Migration.Id)).OfType<AppliedMigration>()],
            Heads = [.. HeadTrees(graph, state, imported, added).Select(tree => HeadOf(graph.Tree(tree), after))],
        };
    }

    // What comes before a barrier is passed with it, as where a database is initialised there.
    private static List<ImportedMigration> Covered(RevisionGraph graph, IReadOnlyDictionary<MigrationDescriptor, List<ForeignMigration>> matches)
    {
        var imported = matches.Select(m => new ImportedMigration(m.Key, [.. m.Value.Select(f => f.Name)], m.Value.Max(f => f.At))).ToList();
        var before = matches.Keys.Where(m => m.IsBarrier).SelectMany(m => graph.Tree(m.Tree).TargetOf(m).PathFromBase()).Select(r => r.Migration).Where(m => !matches.ContainsKey(m)).Distinct();
        return [.. imported.Concat(before.Select(m => new ImportedMigration(m, [], null))).OrderBy(m => m.Migration.Id, RevisionId.Comparer).ThenBy(m => m.Migration.Tree, StringComparer.Ordinal)];
    }

    private static AppliedMigration Record(ImportedMigration imported) => new() { Tree = imported.Migration.Tree, Id = imported.Migration.Id, Title = imported.Migration.Identity.Title, Checksum = imported.Migration.Checksum, Status = AppliedStatus.Done, IsStamped = true };

    // The same rules as for 'verify': what is applied must be one way from base without a gap.
    private static void RequireWays(RevisionGraph graph, DatabaseState after, List<ImportedMigration> added, string log)
    {
        var gaps = added.Select(m => m.Migration.Tree).Distinct(StringComparer.Ordinal).Select(tree => Trail.Of(graph.Tree(tree), after)).Where(t => t.Late.Count + t.Strays.Count > 0)
            .SelectMany(t => t.Late.Select(m => $"\n    {m.Identity} '{m.Identity.Title}' ({m.Place}) comes before {t.Position}, and {(after.Find(m.Tree, m.Id) is null ? "is not in the log" : "is recorded here as not applied")}").Concat(t.Strays.Select(m => $"\n    {m.Identity} '{m.Identity.Title}' ({m.Place}) is in the log, and not on the way to {t.Position}"))).ToList();
        if (gaps.Count > 0)
        {
            throw new MigrationException(MigrationErrorCode.ImportIncomplete, $"What the log '{log}' has applied is not one way from base. Nothing was recorded.{string.Concat(gaps)}\n    Let the old tool apply what is missing first; give it an id after the others, if it is to run with this tool; or say with '--map FILE' which names it is.");
        }
    }

    // A log that is complete also says that nothing of the other trees was applied.
    private static IEnumerable<string> HeadTrees(RevisionGraph graph, DatabaseState state, List<ImportedMigration> imported, List<ImportedMigration> added)
    {
        var trees = imported.Select(m => m.Migration.Tree).Where(t => state.Head(t) is null or { IsUnknown: true }).Concat(added.Select(m => m.Migration.Tree));
        return trees.Concat(state.IsInitialised ? [] : graph.Trees.Select(t => t.Name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    private static HeadRecord HeadOf(RevisionTree tree, DatabaseState after) => Trail.Of(tree, after).Position is { } position
        ? new HeadRecord { Tree = tree.Name, Revision = position.Id, Line = position.Line, Version = position.Version }
        : new HeadRecord { Tree = tree.Name };
}

/// <summary>A migration that another tool has applied.</summary>
/// <param name="Migration">The migration of the plugin.</param>
/// <param name="Names">Its names in the log; none if it comes before a barrier that is there.</param>
/// <param name="At">When the newest of them was applied; null if the log does not say it.</param>
internal sealed record ImportedMigration(MigrationDescriptor Migration, IReadOnlyList<string> Names, DateTime? At);
