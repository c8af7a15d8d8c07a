using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning.Stamping;

// A plan for a database that may not be initialised: with a claimed position it is stamped there first, and where nothing is applicable at base. All else is never guessed.
internal static class FirstPlan
{
    public static (StampPlan? Stamp, Plan Plan) Create(RevisionGraph graph, DatabaseState state, PlanRequest request, string database)
    {
        var stamp = state.IsInitialised ? null
            : request.From.Count > 0 ? StampPlan.Create(graph, state, new StampRequest { At = request.From, IsInitialisation = true }, (database, null))
            : NothingIsApplicable(graph, state, request) ? StampPlan.AtBase(graph, state)
            : null;
        var stamped = stamp?.ApplyTo(state) ?? state;
        return (stamp, Plan.Create(graph, stamped, request));
    }

    private static bool NothingIsApplicable(RevisionGraph graph, DatabaseState state, PlanRequest request) =>
        request.Direction == MigrationDirection.Up
        && (graph.Trees.All(t => t.Revisions.Count == 0) || Target.Resolve(graph, state, request) is { IsNamed: true, Revision: null });
}
