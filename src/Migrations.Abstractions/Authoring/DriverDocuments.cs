using Migrations.Bytes;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;

namespace Migrations;

// Objects and documents by the driver's serializers.
internal static class DriverDocuments
{
    public static RawDocument Write(Type declaredType, object value)
    {
        using var stream = new MemoryStream();
        using (var writer = new BsonBinaryWriter(stream))
        {
            BsonSerializer.LookupSerializer(declaredType).Serialize(BsonSerializationContext.CreateRoot(writer), value);
        }

        return new RawDocument(stream.ToArray());
    }

    // A class must declare all elements, or say that it ignores others.
    public static T Read<T>(RawDocument document)
        where T : class
    {
        using var reader = new BsonBinaryReader(new ByteBufferStream(new ByteArrayBuffer(document.Bytes.ToArray(), isReadOnly: true), ownsBuffer: true));
        return BsonSerializer.LookupSerializer<T>().Deserialize(BsonDeserializationContext.CreateRoot(reader));
    }
}
