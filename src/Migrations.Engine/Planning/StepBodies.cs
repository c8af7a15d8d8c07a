using Migrations.Engine.Model;

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

    // A body may name classes of the application as soon as it exists.
    private static MigrationBody Create(MigrationDescriptor migration)
    {
        MongoSetups.Run(migration.Type.Assembly);
        return (MigrationBody)Activator.CreateInstance(migration.Type)!;
    }
}
