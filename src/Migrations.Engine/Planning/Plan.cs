using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

/// <summary>The migrations to take, in order: decided from the plugin and the database's state alone, without I/O.</summary>
internal sealed record Plan
{
    private Plan(PlanRequest request, IReadOnlyList<PlannedStep> steps, IReadOnlyList<PlannedStep> held, PlanContent content)
    {
        Request = request;
        Steps = steps;
        Held = held;
        NotWritten = Unwritten.Find(held);
        Content = content;
        Fingerprint = content.FingerprintFor(request);
    }

    /// <summary>What was asked for.</summary>
    public PlanRequest Request { get; }

    /// <summary>The steps in order; empty when there is nothing to do.</summary>
    public IReadOnlyList<PlannedStep> Steps { get; }

    /// <summary>The steps of trees that cannot be taken, because migrations on their way are not written yet; other trees do not wait for them.</summary>
    public IReadOnlyList<PlannedStep> Held { get; }

    /// <summary>The migrations that are not written yet (MIG1426).</summary>
    public IReadOnlyList<Finding> NotWritten { get; }

    // What did not come to its end, and does with this plan (MIG1703).
    internal IReadOnlyList<Finding> Resumed { get; private init; } = [];

    /// <summary>SHA-256 over the steps, their options and the state they were planned from; a run stops when it has changed.</summary>
    public string Fingerprint { get; }

    internal PlanContent Content { get; }

    // How many steps of the reviewed plan were done before; 0 if none was reviewed.
    internal int DoneBefore { get; private init; }

    // Decides what to do.
    internal static Plan Create(RevisionGraph graph, DatabaseState state, PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
        return request.Reviewed is { } reviewed ? Rest(graph, state, request, reviewed) : Decide(graph, state, request);
    }

    // What is left of a plan that was reviewed.
    private static Plan Rest(RevisionGraph graph, DatabaseState state, PlanRequest request, ReviewedPlan reviewed)
    {
        var progress = reviewed.Find(state);
        var plan = Decide(graph, state, reviewed.Rest(graph, request, progress)) with { DoneBefore = progress.Done };
        reviewed.Require(plan.Content, progress.Done);
        return plan;
    }

    private static Plan Decide(RevisionGraph graph, DatabaseState state, PlanRequest request)
    {
        // Without migrations, no position has to be guessed.
        if (!graph.IsEmpty || !state.IsBlank)
        {
            Consistency.RequireInitialised(state);
        }

        ClaimedPosition.RequireAgreement(graph, state, request.From);
        var target = Target.Resolve(graph, state, request);
        var findings = Findings.Of(graph, state, target.Trees).For(Purpose.Run);
        var allowsLate = request.Direction == MigrationDirection.Down || request.Late != LatePolicy.Error;
        Consistency.ThrowOnFaults(findings.Where(f => !f.IsOfTheWay && !(allowsLate && f.Code == MigrationErrorCode.LateMigration)));
        var (ready, held) = Unwritten.Part(graph, state, Find(graph, state, request, target));
        state.RequireOwn(ready.Select(s => s.Migration.Tree));
        var steps = OptionValues.Assign(graph, ready, request.Options);
        steps = Resumption.Require(graph, state, steps, request);
        DependencyCheck.Require(graph, state, steps);
        if (request.Direction == MigrationDirection.Down)
        {
            StoredWay.Require(graph, state, target.Trees, steps);
        }

        return new Plan(request, steps, held, PlanContent.Of(state, steps, held)) { Resumed = [.. findings.Where(f => f.Code == MigrationErrorCode.UnfinishedMigration && steps.Any(s => s.Migration == f.Migration))] };
    }

    private static List<PlannedStep> Find(RevisionGraph graph, DatabaseState state, PlanRequest request, Target target)
    {
        var trails = target.Trees.Select(tree => Trail.Of(graph.Tree(tree), state)).ToList();
        var steps = request.Direction == MigrationDirection.Up
            ? DependencyOrder.Upward(graph, [.. trails.Select(t => UpwardPath.Find(t, target, request))])
            : DependencyOrder.Downward(graph, [.. trails.Select(t => DownwardPath.Find(t, target, request))]);
        var taken = steps.Take(request.Distance ?? int.MaxValue).ToList();
        Reversibility.Require(taken);
        return taken;
    }
}
