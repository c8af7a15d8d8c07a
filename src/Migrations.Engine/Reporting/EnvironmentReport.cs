using Migrations.Engine.Model;
using Migrations.Engine.Storage.Environments;

namespace Migrations.Engine.Reporting;

/// <summary>With what a database was migrated, and how this machine differs from the last run's.</summary>
internal sealed record EnvironmentReport
{
    private EnvironmentReport(string database, RunEnvironment current, IReadOnlyList<RecordedEnvironment> recorded)
    {
        Database = database;
        Current = current;
        Recorded = recorded;
        Differences = recorded is [var last, ..] ? EnvironmentDifference.Between(last.Environment, current) : [];
        Findings = [.. Differences.Select(d => d.ToFinding(database))];
    }

    /// <summary>The database.</summary>
    public string Database { get; }

    /// <summary>What this process would work with.</summary>
    public RunEnvironment Current { get; }

    /// <summary>What the plugin's runs worked with, the last first. Runs that follow each other with the same are one.</summary>
    public IReadOnlyList<RecordedEnvironment> Recorded { get; }

    /// <summary>What changed between the last run and this process.</summary>
    public IReadOnlyList<EnvironmentDifference> Differences { get; }

    /// <summary>The differences, as faults (MIG1437) and warnings (MIG1438).</summary>
    public IReadOnlyList<Finding> Findings { get; }

    // Pure. The runs are in the order in which they were.
    internal static EnvironmentReport Create(string database, RunEnvironment current, IReadOnlyDictionary<string, RunEnvironment> environments, IEnumerable<EnvironmentUse> uses)
    {
        var recorded = new List<RecordedEnvironment>();
        foreach (var use in uses)
        {
            if (!environments.TryGetValue(use.Environment, out var environment) || environment.Plugin != current.Plugin)
            {
                continue;
            }

            if (recorded is [.., var before] && before.Hash == use.Environment)
            {
                recorded[^1] = before with { Last = use.At, Runs = before.Runs + 1 };
                continue;
            }

            var changes = recorded is [.., var earlier] ? EnvironmentDifference.Between(earlier.Environment, environment) : [];
            recorded.Add(new RecordedEnvironment(use.Environment, environment, changes) { First = use.At, Last = use.At, Runs = 1 });
        }

        recorded.Reverse();
        return new EnvironmentReport(database, current, recorded);
    }
}

/// <summary>What one run, or several that follow each other, worked with.</summary>
/// <param name="Hash">The hash of its content, to which records and journal refer.</param>
/// <param name="Environment">What it was.</param>
/// <param name="Changes">What was different in the run before.</param>
internal sealed record RecordedEnvironment(string Hash, RunEnvironment Environment, IReadOnlyList<EnvironmentDifference> Changes)
{
    /// <summary>When the first of these runs began.</summary>
    public DateTime First { get; init; }

    /// <summary>When the last of them began.</summary>
    public DateTime Last { get; init; }

    /// <summary>How many runs they are.</summary>
    public int Runs { get; init; }
}
