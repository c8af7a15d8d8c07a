using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// All that does not fit between plugin, database and application, for every command that asks. Each command is a view of it: what stops whom is said in one place (For).
internal static class Findings
{
    public static IReadOnlyList<Finding> Of(RevisionGraph graph, DatabaseState state, IEnumerable<string> trees, string? running = null)
    {
        var names = trees.ToList();
        List<Finding> faults = [.. state.Faults.Where(f => !f.IsOfAnotherPlugin || names.Contains(f.Tree!)).Select(f => f.ToFinding())];
        if (!state.IsInitialised)
        {
            return faults.Count > 0 || graph.Trees.All(t => t.Revisions.Count == 0) ? faults : [Consistency.NotInitialised(state)];
        }

        // Of a tree that is not told in full nothing else is claimed.
        var trails = names.Where(state.IsReadable).Select(t => Trail.Of(graph.Tree(t), state)).ToList();
        return
        [
            .. faults,
            .. trails.SelectMany(t => HistoryFindings.Find(t, state).Concat(ComponentFindings.Find(t.Tree, state))),
            .. trails.SelectMany(t => WayFindings.Find(t, state, running)).Concat(Stubs(trails, state)).Select(f => f with { IsOfTheWay = true }),
        ];
    }

    public static IReadOnlyList<Finding> For(this IEnumerable<Finding> findings, Purpose purpose) => [.. findings.Select(f => f with { IsWarning = f.IsWarning || IsNoFault(f.Code, purpose) })];

    private static bool IsNoFault(MigrationErrorCode code, Purpose purpose) => code switch
    {
        // How every project begins.
        MigrationErrorCode.NotInitialised => purpose == Purpose.Status,
        // Whoever looks at a desk is about to write it.
        MigrationErrorCode.MigrationNotWritten => purpose is Purpose.Status or Purpose.Plan,
        // A run brings it to its end.
        MigrationErrorCode.UnfinishedMigration => purpose is Purpose.Plan or Purpose.Run,
        _ => false,
    };

    private static IEnumerable<Finding> Stubs(List<Trail> trails, DatabaseState state) =>
        trails.SelectMany(t => WayFindings.Pending(t, state)).OrderBy(m => m.Id, RevisionId.Comparer).Where(m => !m.IsWritten).Select(m => UnwrittenFindings.Of(m, "No run takes it as it is."));
}

// Who asks.
internal enum Purpose
{
    Status,
    Plan,
    Run,
    Verify,
}
