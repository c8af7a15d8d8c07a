using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Typed.Driver;
using MongoDB.Bson.Serialization;

namespace Migrations.Engine.Typed.Passing;

// A value read by the old member's serializer, converted, and written by that of the new one.
internal sealed class ValueConverter : IDisposable
{
    private ObjectWriter? _objects;

    private ObjectWriter Objects => _objects ??= new ObjectWriter();

    public bool TryWrite(RawWriter writer, Passage passage, RawReader element, out string reason)
    {
        using var stored = new RawWriter(element.Value.Length + 16);
        stored.WriteStartDocument();
        stored.WriteRaw("v"u8, element.Type, element.Value);
        stored.WriteEndDocument();
        return TryWrite(writer, passage, stored.ToArray(), element.NameUtf8, out reason);
    }

    public bool TryWriteKey(RawWriter writer, Passage passage, DictionaryKey key, out string reason)
    {
        using var stored = new RawWriter();
        stored.WriteStartDocument();
        key.WriteTo(stored, "v"u8);
        stored.WriteEndDocument();
        return TryWrite(writer, passage, stored.ToArray(), "k"u8, out reason);
    }

    // The key as the new class writes it; null where it cannot.
    public DictionaryKey? Convert(Passage passage, DictionaryKey key)
    {
        using var written = new RawWriter();
        written.WriteStartDocument();
        if (!TryWriteKey(written, passage, key, out _))
        {
            return null;
        }

        written.WriteEndDocument();
        var reader = new RawReader(written.WrittenSpan);
        reader.Read();
        return DictionaryKey.OfValue(reader.Type, reader.Value);
    }

    public void Dispose() => _objects?.Dispose();

    private bool TryWrite(RawWriter writer, Passage passage, byte[] stored, ReadOnlySpan<byte> name, out string reason)
    {
        try
        {
            var value = Read(passage.From, stored);
            if (!Conversions.TryConvert(value, passage.To.ValueType, out var converted))
            {
                reason = $"Nobody knows how the {value?.GetType().Name ?? "null"} '{value}' becomes a {passage.To.ValueType.Name}";
                return false;
            }

            Objects.WriteElement(passage.To, converted);
            var written = new RawReader(Objects.Written);
            written.Read();
            writer.WriteRaw(name, written.Type, written.Value);
            reason = "";
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException or InvalidOperationException or BsonException or NotSupportedException)
        {
            reason = $"It cannot be converted to a {passage.To.ValueType.Name}: {MappingFault.Reason(e)}";
            return false;
        }
    }

    private static object? Read(IBsonSerializer serializer, byte[] document)
    {
        using var reader = DriverBytes.Read(document);
        reader.ReadStartDocument();
        reader.ReadName();
        return serializer.Deserialize(BsonDeserializationContext.CreateRoot(reader));
    }
}
