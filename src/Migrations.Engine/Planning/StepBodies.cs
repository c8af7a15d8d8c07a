using Migrations.Engine.Discovery;

namespace Migrations.Engine.Planning;

internal static class StepBodies
{
    public static MigrationBody Of(PlannedStep step) => Create(step.Migration);

    // The migrations that the data have seen before a step, for the types that they moved.
    public static IEnumerable<MigrationBody> Before(PlannedStep step)
    {
        var below = step.Direction == MigrationDirection.Up ? step.HeadBefore : step.HeadAfter;
        return below is null ? [] : below.PathFromBase().Select(r => Create(r.Migration));
    }

    private static MigrationBody Create(MigrationDescriptor migration) => (MigrationBody)Activator.CreateInstance(migration.Type)!;
}
