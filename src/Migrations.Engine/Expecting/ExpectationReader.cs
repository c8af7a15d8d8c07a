using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using Migrations.Engine.Planning;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Expecting;

internal static class ExpectationReader
{
    // Null if it has no collection of its own, or does not say which.
    public static Expectation? Read(MigrationDescriptor migration)
    {
        try
        {
            return Read(migration, StepBodies.Of(new PlannedStep { Migration = migration }));
        }
#pragma warning disable CA1031 // The author's code may throw anything. It does not matter here; the run will fail with the same error and report where.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static Expectation? Read(MigrationDescriptor migration, MigrationBody body) => migration.Kind.CollectionOf(body) is not { } collection ? null : new Expectation(migration, collection)
    {
        MayBeMissing = migration.Kind.MayBeMissing(body),
        Filter = migration.Kind is DocumentKind kind ? kind.SourceOf((DocumentMigration)body, MigrationDirection.Up).Filter : [],
        Members = migration.Kind is TypedKind ? [.. MembersOf(migration.Type)] : [],
    };

    private static IEnumerable<ExpectedMember> MembersOf(Type migration)
    {
        var (before, after) = DocumentTypes.Of(migration)!.Value;
        return ShapeFactory.Of(BsonSerializer.LookupSerializer(before)) is ClassShape shape
            ? shape.Members.Where(m => m.ElementName != "_id").Select(m => new ExpectedMember(m.ElementName, m.Name, before == after))
            : [];
    }
}
