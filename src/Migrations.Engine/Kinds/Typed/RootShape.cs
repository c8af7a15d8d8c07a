using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed;

internal static class RootShape
{
    public static ClassShape Of<T>() => ShapeFactory.Of(BsonSerializer.LookupSerializer<T>()) as ClassShape ?? throw new DocumentMappingException(Fault(typeof(T)));

    public static string Fault(Type type) => $"{type.Name} has a serializer of its own, so nobody can tell which elements it declares. Migrate a class that has a class map, or use a RawDocumentMigration.";
}
