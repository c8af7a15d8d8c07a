using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning.Stamping;

// Where a stamp puts each tree.
internal static class StampPositions
{
    public static SortedDictionary<string, Revision?> Base(RevisionGraph graph) => OfAll(graph, _ => null);

    public static IReadOnlyDictionary<string, Revision?> OfDatabase(RevisionGraph graph, DatabaseState state, StampRequest request, (string Name, string? DataCollection) database)
    {
        state.RequireOwn(graph.Trees.Select(t => t.Name));
        if (state.IsInitialised && !request.IsForced)
        {
            return IsAgreed(graph, state, request)
                ? new SortedDictionary<string, Revision?>(StringComparer.Ordinal)
                : throw new MigrationException(
                    MigrationErrorCode.AlreadyInitialised,
                    $"The database '{database.Name}' is already initialised: {string.Join(", ", state.Heads.Select(h => $"{h.Tree} at {(h.IsUnknown ? "an unknown place" : h.Revision ?? "base")}"))}. Setting it again would overwrite what is known, so nothing was done. Use '--force' if that is meant; it is journaled.");
        }

        if (request.At.Count == 0 && database.DataCollection is { } collection)
        {
            throw new MigrationException(
                MigrationErrorCode.PositionNeeded,
                $"The database '{database.Name}' has data (collection '{collection}'), and where they are is never guessed. Nothing was done. Record it: 'init --at base' if no migration has been applied to them, 'init --at head' if all have, or '--at tree@ID', which may be repeated.");
        }

        // Trees that were not named stay where they are; new ones are at the start of their epoch.
        var positions = OfAll(graph, tree => request.At.Count == 0 ? StartOfEpoch(tree) : null);
        var named = ClaimedPosition.Resolve(graph, state, request.At);
        foreach (var tree in positions.Keys.Where(t => !named.ContainsKey(t) && request.At.Count > 0 && state.Head(t) is { IsUnknown: false }).ToList())
        {
            positions.Remove(tree);
        }

        foreach (var (tree, revision) in named)
        {
            positions[tree] = revision;
        }

        return positions;
    }

    public static IReadOnlyDictionary<string, Revision?> OfTrees(RevisionGraph graph, DatabaseState state, StampRequest request)
    {
        var claims = request.At.Count > 0 ? request.At : Declared(state);
        if (claims.Count == 0)
        {
            throw new MigrationException(MigrationErrorCode.PositionNeeded, "No position was named, and the application declares none (collection of components). Where data are is never guessed, so nothing was done. Name it: 'migrations stamp tree@ID', tree@head, tree@base.");
        }

        var positions = ClaimedPosition.Resolve(graph, state, claims);
        state.RequireOwn(positions.Keys);
        var known = positions.Keys.Where(t => state.Head(t) is { IsUnknown: false }).ToList();
        return known.Count == 0 || request.IsForced
            ? positions
            : throw new MigrationException(
                MigrationErrorCode.AlreadyInitialised,
                $"Where these trees are is already recorded: {string.Join(", ", known.Select(t => $"{t} at {state.Head(t)!.Revision ?? "base"}"))}. Setting them again would overwrite what is known, so nothing was done. Use '--force' if that is meant; it is journaled.");
    }

    // Recorded before, and maybe migrated since: a start command may repeat it each time.
    private static bool IsAgreed(RevisionGraph graph, DatabaseState state, StampRequest request) =>
        state.Heads.All(h => !h.IsUnknown) && ClaimedPosition.Resolve(graph, state, request.At).All(claim => Trail.Of(graph.Tree(claim.Key), state).Passed(claim.Value));

    private static IReadOnlyList<string> Declared(DatabaseState state) =>
        [.. state.Components.Select(c => c.Version is null ? $"{c.Tree}@base" : c.Line is null ? $"{c.Tree}@{c.Version}" : $"{c.Tree}/{c.Line}@{c.Version}")];

    private static SortedDictionary<string, Revision?> OfAll(RevisionGraph graph, Func<RevisionTree, Revision?> position)
    {
        var positions = new SortedDictionary<string, Revision?>(StringComparer.Ordinal);
        foreach (var tree in graph.Trees)
        {
            positions[tree.Name] = position(tree);
        }

        if (positions.Count == 0)
        {
            positions[Shared.Defaults.Tree] = null;
        }

        return positions;
    }

    // Nothing crosses a barrier, so a new database begins at the newest one.
    private static Revision? StartOfEpoch(RevisionTree tree) =>
        DefaultTarget.TryFind(tree, null, out var end) ? end?.PathFromBase().LastOrDefault(r => r.Migration.IsBarrier) : null;
}
