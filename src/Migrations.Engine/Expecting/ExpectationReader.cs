using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Model;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Planning;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Expecting;

internal static class ExpectationReader
{
    // Null where it is for no collection of its own, or does not say which.
    public static Expectation? Read(MigrationDescriptor migration)
    {
        try
        {
            return Read(migration, StepBodies.Of(new PlannedStep { Migration = migration }));
        }
#pragma warning disable CA1031 // The author's code may throw anything. It stops nothing here, and the run that meets it again tells it with its place.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static Expectation? Read(MigrationDescriptor migration, MigrationBody body) => body switch
    {
        DocumentMigration documents => new Expectation(migration, documents.Collection)
        {
            MayBeMissing = documents.MayBeMissing,
            Filter = SourceCollection.Of(documents, MigrationDirection.Up).Filter,
            Members = migration.Kind == BodyKind.TypedDocument ? [.. MembersOf(migration.Type)] : [],
        },
        _ => CollectionBody.Of(body) is { } one ? new Expectation(migration, one.Collection) { MayBeMissing = one.MayBeMissing } : null,
    };

    private static IEnumerable<ExpectedMember> MembersOf(Type migration)
    {
        var (before, after) = DocumentTypes.Of(migration)!.Value;
        return ShapeFactory.Of(BsonSerializer.LookupSerializer(before)) is ClassShape shape
            ? shape.Members.Where(m => m.ElementName != "_id").Select(m => new ExpectedMember(m.ElementName, m.Name, before == after))
            : [];
    }
}
