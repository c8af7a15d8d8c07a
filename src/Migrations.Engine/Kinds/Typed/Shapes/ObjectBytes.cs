using MongoDB.Bson.IO;
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
        catch (Exception e)
        {
            throw MappingFault.OfReading(typeof(T), bytes, reader.BsonStream.Position, types, e);
        }
    }
}

// Writes objects with the driver's serializers into a reused buffer.
internal sealed class ObjectWriter : IDisposable
{
    private readonly ByteArrayBuffer _buffer = new(new byte[2048], 0, isReadOnly: false);
    private ByteBufferStream _stream;
    private BsonBinaryWriter _writer;

    public ObjectWriter()
    {
        _stream = new ByteBufferStream(_buffer);
        _writer = new BsonBinaryWriter(_stream);
    }

    // Valid until the next object.
    public ReadOnlySpan<byte> Written => _buffer.AccessBackingBytes(0).AsSpan(0, (int)_stream.Length);

    public void Write<T>(T value)
    {
        Start();
        try
        {
            BsonSerializer.LookupSerializer<T>().Serialize(BsonSerializationContext.CreateRoot(_writer), value);
            _writer.Flush();
        }
        catch (Exception e)
        {
            Renew();
            throw MappingFault.OfWriting(typeof(T), e);
        }
    }

    // A document of one element: the value that a serializer writes.
    public void WriteElement(IBsonSerializer serializer, object? value)
    {
        Start();
        try
        {
            _writer.WriteStartDocument();
            _writer.WriteName("v");
            serializer.Serialize(BsonSerializationContext.CreateRoot(_writer), value!);
            _writer.WriteEndDocument();
            _writer.Flush();
        }
        catch
        {
            // The unfinished document is discarded.
            Renew();
            throw;
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
        _buffer.Dispose();
    }

    private void Start()
    {
        _stream.Position = 0;
        _stream.SetLength(0);
    }

    private void Renew()
    {
        _stream = new ByteBufferStream(_buffer);
        _writer = new BsonBinaryWriter(_stream);
    }
}

internal static class DriverBytes
{
    // The objects that are read may keep slices of the bytes, so they must not be used again.
    public static BsonBinaryReader Read(byte[] bytes) => new(new ByteBufferStream(new ByteArrayBuffer(bytes, isReadOnly: true), ownsBuffer: true));
}
