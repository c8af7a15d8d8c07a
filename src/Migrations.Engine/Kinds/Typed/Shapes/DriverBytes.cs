using MongoDB.Bson.IO;

namespace Migrations.Engine.Kinds.Typed.Shapes;

internal static class DriverBytes
{
    // The objects that are read may keep slices of the bytes, so they must not be used again.
    public static BsonBinaryReader Read(byte[] bytes) => new(new ByteBufferStream(new ByteArrayBuffer(bytes, isReadOnly: true), ownsBuffer: true));
}
