using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

internal static class OneShotChoice
{
    public static OneShot? Find(RevisionGraph graph, IReadOnlyList<string> trees, PlanRequest request)
    {
        if (request.Via is not { } name)
        {
            return null;
        }

        if (request.Direction == MigrationDirection.Down)
        {
            throw new MigrationException(MigrationErrorCode.OneShotUnusable, $"The one-shot '{name}' was named for a rollback, which goes back the way it came and chooses nothing. Nothing was done. Leave it out.");
        }

        var known = trees.SelectMany(t => graph.Tree(t).OneShots).ToList();
        return known.Where(o => o.Name == name || $"{o.To.Tree}/{o.Name}" == name).ToList() switch
        {
            [var found] => found,
            [] => throw new MigrationException(MigrationErrorCode.OneShotUnusable, $"There is no one-shot '{name}' in the tree(s) {Target.Listing(trees)}. Nothing was done. Known: {Target.Listing([.. known.Select(o => $"{o.To.Tree}/{o.Name}")])}."),
            var several => throw new MigrationException(MigrationErrorCode.OneShotUnusable, $"The one-shot '{name}' is in {several.Count} trees. Nothing was done. Name one of {Target.Listing([.. several.Select(o => $"{o.To.Tree}/{o.Name}")])}."),
        };
    }
}
