using Migrations.Engine.Wording;
using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// What the Setup of migrations declares.
internal static class SetupMap
{
    public static TypeMap Of(MigrationBody body)
    {
        var map = new TypeMap();
        try
        {
            body.Setup(map);
        }
        catch (Exception e)
        {
            // The author's code may throw anything; the migration's name helps to find the cause.
            throw Invalid(body, e is MigrationException ? e.Message : $"Its Setup failed: {e.GetType().Name}: {Sentence.Of(e.Message)} Setup must be a pure declaration.", e);
        }

        return map;
    }

    // The maps of the migrations before one, in the order in which they are applied. What was moved in another collection does not apply to this one,
    // where the same short name may be that of a class that has nothing to do with it.
    public static TypeMap Of(IEnumerable<(BodyKind Kind, MigrationBody Body)> earlier, string collection) =>
        earlier.Where(e => (e.Kind.CollectionOf(e.Body) ?? collection) == collection).Select(e => Of(e.Body)).Aggregate(new TypeMap(), TypeMap.Compose);

    public static TypeMap Before(PlannedStep step, string collection) => Of(StepBodies.Before(step), collection);

    // Asked on the way up as well: a migration that says it can be rolled back must not be applied when it cannot.
    public static TypeMap InverseOf(MigrationBody body, TypeMap map)
    {
        try
        {
            return map.Inverse();
        }
        catch (MigrationException e)
        {
            throw Invalid(body, $"It is reversible, but cannot be rolled back: {e.Message}", e);
        }
    }

    private static MigrationException Invalid(MigrationBody body, string reason, Exception cause) =>
        new(MigrationErrorCode.TypeMapInvalid, $"The moved types of the migration {body.GetType().Name} cannot be used; nothing was written. {reason}", cause);
}
