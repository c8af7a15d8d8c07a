using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Host.Output;

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
