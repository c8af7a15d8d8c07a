using Migrations.Engine.Planning;

namespace Migrations.Engine.Running.Rehearsing;

internal static class Opposite
{
    public static PlannedStep Of(PlannedStep step) => step with
    {
        Direction = step.Direction == MigrationDirection.Up ? MigrationDirection.Down : MigrationDirection.Up,
        HeadBefore = step.HeadAfter,
        HeadAfter = step.HeadBefore,
    };
}
