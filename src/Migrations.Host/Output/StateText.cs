using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;

namespace Migrations.Host.Output;

internal static class StateText
{
    public static string Of(MigrationStatus migration) => (migration.Migration, migration.Record) switch
    {
        (null, { IsApplied: true }) => "applied, missing in the plugin",
        (null, _) => "missing in the plugin",
        (_, null) when migration.IsUnknown => "not known",
        ({ OneShot: not null }, null or { Status: AppliedStatus.RolledBack }) => "by name only",
        ({ IsBarrier: true }, null) => "barrier",
        (_, null) => migration.IsPending ? $"pending{(migration.Migration is { IsWritten: false } ? $", {WayBack.NotWrittenYet}" : "")}" : "not on the path",
        (_, { Status: AppliedStatus.Running } record) => $"{(migration.IsRunning ? "running" : BrokenOff(record))}{Progress(record)}{Half(record)}",
        (_, { Status: AppliedStatus.Failed, FailedDocuments: > 0 } record) => string.Create(CultureInfo.InvariantCulture, $"failed, {record.FailedDocuments:N0} document(s) left behind{Progress(record)}: {record.Error}"),
        (_, { Status: AppliedStatus.Failed } record) => $"failed{Progress(record)}{Half(record)}: {record.Error}",
        (_, { Status: AppliedStatus.RolledBack }) => migration.IsPending ? "pending (rolled back)" : "rolled back",
        ({ } plugin, { } record) when record.Checksum != plugin.Checksum => "applied, changed since",
        (_, { IsStamped: true }) => "applied (not run here)",
        _ => "applied",
    };

    private static string BrokenOff(AppliedMigration record) => string.Create(CultureInfo.InvariantCulture, $"broke off (begun {record.Started:yyyy-MM-dd HH:mm} by {record.By}@{record.Host})");

    // Only a document migration knows how far it got.
    private static string Half(AppliedMigration record) => record.Written.Count == 0 ? "" : $", half done in {string.Join(", ", record.Written.Select(w => $"'{w.Collection}'"))}";

    private static string Progress(AppliedMigration record) => record.Progress is { } progress
        ? string.Create(CultureInfo.InvariantCulture, $", {progress.Documents:N0} of {progress.Total:N0} documents, {progress.RangesDone} of {progress.Ranges} ranges")
        : "";
}

// How a step can be rolled back: with its own body, or from the documents that it keeps.
internal static class WayBack
{
    public const string NotWrittenYet = "not written yet";

    public static bool IsThere(PlannedStep step) => step.Migration.IsReversible || IsFromImages(step);

    public static string? Name(PlannedStep step) => IsFromImages(step) ? "images" : step.Migration.IsReversible ? "down" : null;

    public static string Text(PlannedStep step) => IsFromImages(step) ? "from images" : step.Migration.IsReversible ? "yes" : IsToBeWritten(step.Migration) ? NotWrittenYet : "irreversible";

    public static string Declared(MigrationDescriptor migration) => migration.IsReversible ? "reversible" : IsToBeWritten(migration) ? $"way back {NotWrittenYet}" : migration.KeepsBeforeImages ? "reversible from images" : "irreversible";

    // The steps of a field migration say whether there is one.
    private static bool IsToBeWritten(MigrationDescriptor migration) => migration.DownNotWritten is not null || migration is { Kind.HasWrittenWayBack: false, NotWritten: not null };

    // Upward it is what the migration will keep; downward, what was kept.
    private static bool IsFromImages(PlannedStep step) => step.IsFromImages || (step.Direction == MigrationDirection.Up && step.Migration is { IsReversible: false, KeepsBeforeImages: true });
}

// What a step destroys on its way up, and why.
internal static class Destruction
{
    // Null for a step that destroys nothing, as far as is known.
    public static string? Of(PlannedStep step) => step.Direction == MigrationDirection.Down ? null : (step.Migration.DestructiveBecause, step.Migration.Destroys) switch
    {
        ({ } why, { } what) => $"{what}: {why}",
        ({ } why, null) => why,
        (null, { } what) => $"{what}, and does not say why",
        _ => null,
    };

    // For people, below the plan.
    public static IEnumerable<string> Lines(Plan plan) => from step in plan.Steps where Of(step) is not null select $"  {step.Migration.Identity} is destructive: {Of(step)}";
}
