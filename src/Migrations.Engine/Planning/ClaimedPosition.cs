using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

// Where somebody says that trees stand: 'base' or 'head' for all of them, or targets of single trees.
internal static class ClaimedPosition
{
    public static IReadOnlyDictionary<string, Revision?> Resolve(RevisionGraph graph, DatabaseState state, IReadOnlyList<string> claims)
    {
        var positions = new SortedDictionary<string, Revision?>(StringComparer.Ordinal);
        foreach (var all in claims.Where(c => c is RevisionName.Base or RevisionName.Head))
        {
            foreach (var tree in graph.Trees)
            {
                positions[tree.Name] = all == RevisionName.Base ? null : LineEnd.Find(tree, null);
            }
        }

        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var claim in claims.Where(c => c is not (RevisionName.Base or RevisionName.Head)))
        {
            var (tree, revision) = Target.ResolveOne(graph, state, claim);
            positions[tree] = named.Add(tree)
                ? revision
                : throw new MigrationException(MigrationErrorCode.AmbiguousTarget, $"Two positions were named for the tree '{tree}', the second is '{claim}'. Nothing was done. A tree stands at one revision; name one.");
        }

        return positions;
    }

    // What is recorded is never overruled by a claim; an equal claim is welcome.
    public static void RequireAgreement(RevisionGraph graph, DatabaseState state, IReadOnlyList<string> claims)
    {
        foreach (var (tree, claimed) in Resolve(graph, state, claims))
        {
            var recorded = state.Head(tree)?.Revision;
            if (recorded != claimed?.Id)
            {
                throw new MigrationException(
                    MigrationErrorCode.StampContradicted,
                    $"'--from' says that the tree '{tree}' stands at {claimed?.ToString() ?? "base"}, but the database says {(recorded is null ? "base" : $"{tree}@{recorded}")}. '--from' is for databases that nobody has initialised, so nothing was done. Leave it out; or, if the record is wrong, set it right with 'migrations stamp --force {tree}@ID'.");
            }
        }
    }
}
