using System.Security.Cryptography;
using System.Text;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Planning;

/// <summary>The migrations to take, in order: decided from the plugin and the database's state alone, without I/O.</summary>
internal sealed record Plan
{
    private Plan(PlanRequest request, IReadOnlyList<PlannedStep> steps, IReadOnlyList<PlannedStep> held, string fingerprint)
    {
        Request = request;
        Steps = steps;
        Held = held;
        NotWritten = Unwritten.Find(held);
        Fingerprint = fingerprint;
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

    // Decides what to do.
    internal static Plan Create(RevisionGraph graph, DatabaseState state, PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
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
        var fingerprint = FingerprintOf(state, steps, held, request);
        RequireReviewed(request, fingerprint);
        return new Plan(request, steps, held, fingerprint) { Resumed = [.. findings.Where(f => f.Code == MigrationErrorCode.UnfinishedMigration && steps.Any(s => s.Migration == f.Migration))] };
    }

    private static void RequireReviewed(PlanRequest request, string fingerprint)
    {
        if (request.Fingerprint is { } reviewed && reviewed != fingerprint)
        {
            throw new MigrationException(
                MigrationErrorCode.PlanOutdated,
                "The database is not as it was when the plan was made, or it is another one: the steps, or the records of what was applied, differ. Nothing was done, because what would run is not what was reviewed. It may be that the plan was carried out already, or that its run was interrupted; 'migrations status' says so. Make a new plan, which continues where that run stopped ('migrations plan --out FILE'), and have it reviewed.");
        }
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

    // The runs tell two databases apart that stand at the same place.
    private static string FingerprintOf(DatabaseState state, IReadOnlyList<PlannedStep> steps, IReadOnlyList<PlannedStep> held, PlanRequest request)
    {
        var text = new StringBuilder();
        foreach (var head in state.Heads)
        {
            text.Append("head ").Append(head.Tree).Append(' ').Append(head.Revision).Append(' ').Append(head.Run).Append('\n');
        }

        foreach (var record in state.Records)
        {
            text.Append("record ").Append(record.Tree).Append(' ').Append(record.Id).Append(' ').Append(record.Status).Append(' ').Append(record.Direction).Append(' ').Append(record.Checksum).Append(' ').Append(record.Run).Append('\n');
        }

        foreach (var step in steps)
        {
            text.Append("step ").Append(step.Direction).Append(' ').Append(step.Migration.Identity).Append(' ').Append(step.Migration.Checksum).Append(step.IsFromImages ? " images" : "").Append('\n');
            foreach (var (name, value) in step.Options.OrderBy(o => o.Key, StringComparer.Ordinal))
            {
                text.Append("option ").Append(name).Append('=').Append(value).Append('\n');
            }
        }

        foreach (var step in held)
        {
            text.Append("held ").Append(step.Direction).Append(' ').Append(step.Migration.Identity).Append('\n');
        }

        // What decides how the steps are run, and not only which.
        text.Append("force ").Append(request.IsForced).Append('\n').AppendJoin('\n', request.AcceptChanged.Concat(request.AcceptHalfDone).Order(StringComparer.Ordinal).Select(m => $"accepted {m}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
