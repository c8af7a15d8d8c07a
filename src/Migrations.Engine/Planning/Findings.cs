using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// Everything that does not fit between plugin, database and application. Every command reports this list; what is a fault for which command is decided in one place (For).
internal static class Findings
{
    public static IReadOnlyList<Finding> Of(RevisionGraph graph, DatabaseState state, IEnumerable<string> trees, string? running = null)
    {
        var names = trees.ToList();
        List<Finding> faults = [.. state.Faults.Where(f => !f.IsOfAnotherPlugin || names.Contains(f.Tree!)).Select(f => f.ToFinding())];
        if (!state.IsInitialised)
        {
            return faults.Count > 0 || graph.Trees.All(t => t.Revisions.Count == 0) ? faults : [Consistency.NotInitialised(state) with { IsOfEmptyState = true }];
        }

        // Nothing else is claimed about a tree with unreadable records.
        var trails = names.Where(state.IsReadable).Select(t => Trail.Of(graph.Tree(t), state)).ToList();
        return
        [
            .. faults,
            .. trails.SelectMany(t => HistoryFindings.Find(t, state).Concat(ComponentFindings.Find(t.Tree, state))),
            .. trails.SelectMany(t => WayFindings.Find(t, state, running)).Concat(Stubs(trails, state)).Select(f => f with { IsOfTheWay = true }),
        ];
    }

    public static IReadOnlyList<Finding> For(this IEnumerable<Finding> findings, Purpose purpose) => [.. findings.Select(f => f with { IsWarning = f.IsWarning || IsNoFault(f, purpose) })];

    private static bool IsNoFault(Finding finding, Purpose purpose) => finding.Code switch
    {
        // Every project starts like this.
        MigrationErrorCode.NotInitialised => purpose == Purpose.Status && finding.IsOfEmptyState,
        // It is about to be written.
        MigrationErrorCode.MigrationNotWritten => purpose is Purpose.Status or Purpose.Plan,
        // A run finishes it.
        MigrationErrorCode.UnfinishedMigration => purpose is Purpose.Plan or Purpose.Run,
        _ => false,
    };

    private static IEnumerable<Finding> Stubs(List<Trail> trails, DatabaseState state) =>
        trails.SelectMany(t => WayFindings.Pending(t, state)).OrderBy(m => m.Id, RevisionId.Comparer).Where(m => !m.IsWritten).Select(m => UnwrittenFindings.Of(m, "No run takes it as it is."));
}

// What the findings are for.
internal enum Purpose
{
    Status,
    Plan,
    Run,
    Verify,
}

// Stops whoever cannot go on with what was found.
internal static class Consistency
{
    public static void RequireInitialised(DatabaseState state)
    {
        // The unreadable document may be the one that matters.
        if (!state.IsInitialised && state.Faults.Count > 0)
        {
            throw StateFault.Of(state.Faults);
        }

        if (!state.IsInitialised)
        {
            throw new MigrationException(MigrationErrorCode.NotInitialised, NotInitialised(state).Text);
        }
    }

    public static Finding NotInitialised(DatabaseState state)
    {
        var fact = state.HasHeadsCollection ? "its collection of heads is empty" : "it has no collection of heads";
        return new Finding(MigrationErrorCode.NotInitialised, null, $"The database is not initialised: {fact}, so nothing says which migrations its data have seen, and the schema version is never guessed. Initialise it once: 'migrations init' for an empty database, 'migrations init --at base' if no migration has been applied to its data, '--at head' or '--at ID' if they stand there already; or say it with the run: '--from VERSION'.");
    }

    public static void ThrowOnFaults(IEnumerable<Finding> findings)
    {
        var faults = findings.Where(f => !f.IsWarning).ToList();
        if (faults.Count == 0)
        {
            return;
        }

        var text = faults.Count == 1 ? faults[0].Text : $"{faults.Count} faults found, nothing was done:{string.Concat(faults.Select((f, i) => $"\n  {i + 1}. MIG{(int)f.Code}: {f.Text}"))}";
        throw new MigrationException(faults[0].Code, text).InOnly(faults.Select(f => f.Migration));
    }
}
