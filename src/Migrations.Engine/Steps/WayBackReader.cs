using Migrations.Engine.Model;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Steps;

// What is stored of the way back when a migration is applied.
internal static class WayBackReader
{
    // Null if the author's code throws where the way up reads the same: it fails with that error, and nothing is stored.
    public static WayBack? Of(PlannedStep step)
    {
        var migration = step.Migration;
        WayBack? way = null;
        try
        {
            var body = StepBodies.Of(step);
            way = migration.Kind.WayBackOf(body);
            return migration.Kind.Complete(way, migration, body);
        }
#pragma warning disable CA1031 // The author's code may throw anything. That its way back cannot be read does not stop the way up; a rollback will fail with the same error and say where.
        catch (Exception)
#pragma warning restore CA1031
        {
            return way;
        }
    }
}
