using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Kinds.Typed.Shapes;

internal static class ObjectReader
{
    // The bytes belong to the object from now on.
    public static T Read<T>(byte[] bytes, ActualTypes types)
        where T : class
    {
        using var reader = DriverBytes.Read(bytes);
        try
        {
            return BsonSerializer.LookupSerializer<T>().Deserialize(BsonDeserializationContext.CreateRoot(reader));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw MappingFault.OfReading(typeof(T), bytes, reader.BsonStream.Position, types, e);
        }
    }
}
