using Migrations.Engine.Model;
using Migrations.Engine.Storage;
using NuGet.Versioning;

namespace Migrations.Engine.Reporting;

/// <summary>The status of a database compared with a plugin.</summary>
internal enum SchemaStatus
{
    /// <summary>All is applied.</summary>
    Current,

    /// <summary>Nobody initialised it, and nothing is applicable: the next run stamps it at base without being told.</summary>
    AutoStamped,

    /// <summary>Migrations are pending.</summary>
    Pending,

    /// <summary>Nobody initialised it, and where its data stand is never guessed.</summary>
    Uninitialised,

    /// <summary>It has migrations that the plugin does not have yet.</summary>
    Ahead,

    /// <summary>The plugin is a development build, so its version says nothing.</summary>
    DevelopmentBuild,

    /// <summary>Plugin, database and application do not fit each other.</summary>
    Inconsistent,
}

// Decides the status and says it in a sentence with its cure.
internal static class SchemaStatusRule
{
    private static readonly string[] DevelopmentLabels = ["dev", "local"];

    public static (SchemaStatus Status, string Message) Decide(RevisionGraph graph, DatabaseState state, IReadOnlyList<Finding> findings, IReadOnlyList<TreeStatus> trees)
    {
        var pending = trees.Sum(t => t.Migrations.Count(m => m.IsPending));
        var product = graph.Version is null ? "the plugin" : $"the plugin {graph.Version}";
        if (state.Faults.Count > 0)
        {
            return (SchemaStatus.Inconsistent, $"{string.Join(" ", state.Faults.Select(f => $"MIG{(int)f.Error.Code}").Distinct())}: {state.Faults.Count} document(s) of the state cannot be used; this is what the others say. 'migrations verify' lists them and says what to do.");
        }

        if (!state.IsInitialised)
        {
            return graph.Trees.All(t => t.Revisions.Count == 0)
                ? (SchemaStatus.AutoStamped, "Not initialised, and no migration is applicable: the next run stamps the database at base.")
                : (SchemaStatus.Uninitialised, $"Not initialised (MIG{(int)MigrationErrorCode.NotInitialised}): run 'migrations init', or say where the data are with 'migrate --from VERSION'.");
        }

        var faults = findings.Where(f => !f.IsWarning).ToList();
        if (faults.Count > 0)
        {
            return faults.All(f => f.Code == MigrationErrorCode.MissingMigration)
                ? (SchemaStatus.Ahead, $"The database is ahead of {product}: it has {faults.Count} migration(s) that the plugin does not have. Use a newer plugin.")
                : (SchemaStatus.Inconsistent, $"{faults.Count} fault(s): {string.Join(" ", faults.Select(f => $"MIG{(int)f.Code}"))}. 'migrations verify' explains them.");
        }

        if (IsDevelopmentBuild(graph.Version))
        {
            return (SchemaStatus.DevelopmentBuild, $"Development build {graph.Version}: its version says nothing about the schema. {(pending == 0 ? "Nothing is pending." : $"{pending} migration(s) pending{WayOn(trees)}")}");
        }

        return pending == 0
            ? (SchemaStatus.Current, $"Current: nothing is pending for {product}. 'migrations new' creates the next migration.")
            : (SchemaStatus.Pending, $"{pending} migration(s) pending for {product}{WayOn(trees)}");
    }

    // A run leaves out a tree with an unwritten migration.
    private static string WayOn(IReadOnlyList<TreeStatus> trees)
    {
        var ahead = trees.Where(t => t.Migrations.Any(m => m.IsPending)).ToList();
        var held = ahead.Where(t => t.Migrations.Any(IsUnwritten)).ToList();
        var stubs = held.Sum(t => t.Migrations.Count(IsUnwritten));
        return held.Count == 0 ? ": run 'migrations migrate'."
            : held.Count < ahead.Count ? $": run 'migrations migrate', which leaves out {string.Join(", ", held.Select(t => $"'{t.Name}'"))} until {stubs} migration(s) are written (MIG{(int)MigrationErrorCode.MigrationNotWritten})."
            : $", but {stubs} of them are not written yet (MIG{(int)MigrationErrorCode.MigrationNotWritten}), so no run applies them. Write them first; 'migrations plan' names them.";
    }

    private static bool IsUnwritten(MigrationStatus migration) => migration is { IsPending: true, Migration.IsWritten: false };

    // The SDK appends the source revision after a '+' to every build, so that says nothing; a prerelease label does.
    public static bool IsDevelopmentBuild(string? version) =>
        SemanticVersion.TryParse(version ?? "", out var parsed) && parsed.ReleaseLabels.FirstOrDefault() is { } label && DevelopmentLabels.Any(d => label.StartsWith(d, StringComparison.OrdinalIgnoreCase));
}
