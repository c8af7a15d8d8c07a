using System.Security.Cryptography;
using System.Text;
using Migrations.Engine.Graph;
using Migrations.Engine.State;

namespace Migrations.Engine.Planning;

/// <summary>The migrations to take, in order: decided from the plugin and the database's state alone, without I/O.</summary>
public sealed record Plan
{
    private Plan(PlanRequest request, IReadOnlyList<PlannedStep> steps, string fingerprint)
    {
        Request = request;
        Steps = steps;
        Fingerprint = fingerprint;
    }

    /// <summary>What was asked for.</summary>
    public PlanRequest Request { get; }

    /// <summary>The steps in order; empty when there is nothing to do.</summary>
    public IReadOnlyList<PlannedStep> Steps { get; }

    /// <summary>SHA-256 over the steps and the state they were planned from; a run stops when it has changed.</summary>
    public string Fingerprint { get; }

    /// <summary>Decides what to do.</summary>
    /// <exception cref="MigrationException">Plugin, database and request do not fit each other (MIG13xx, MIG14xx).</exception>
    public static Plan Create(RevisionGraph graph, DatabaseState state, PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(request);
        Consistency.RequireInitialised(state);
        var target = Target.Resolve(graph, state, request);
        Consistency.Check(graph, state, target.Trees, request.Direction);
        var steps = request.Direction == MigrationDirection.Up ? UpwardPath.Find(graph, state, target) : DownwardPath.Find(graph, state, target);
        return new Plan(request, steps, FingerprintOf(state, steps));
    }

    private static string FingerprintOf(DatabaseState state, IReadOnlyList<PlannedStep> steps)
    {
        var text = new StringBuilder();
        foreach (var head in state.Heads)
        {
            text.Append("head ").Append(head.Tree).Append(' ').Append(head.Revision).Append('\n');
        }

        foreach (var record in state.Records)
        {
            text.Append("record ").Append(record.Tree).Append(' ').Append(record.Id).Append(' ').Append(record.Status).Append(' ').Append(record.Direction).Append(' ').Append(record.Checksum).Append('\n');
        }

        foreach (var step in steps)
        {
            text.Append("step ").Append(step.Direction).Append(' ').Append(step.Migration.Identity).Append(' ').Append(step.Migration.Checksum).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
