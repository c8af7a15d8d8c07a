using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.Engine.Kinds.Typed.Converting;

// A value read by the old member's serializer, converted, and written by that of the new one.
internal sealed class ValueConverter : IDisposable
{
    private const int LongestText = 100;
    private ObjectWriter? _objects;

    private ObjectWriter Objects => _objects ??= new ObjectWriter();

    public bool TryWrite(RawWriter writer, MemberConversion conversion, RawReader element, out string reason)
    {
        using var stored = new RawWriter(element.Value.Length + 16);
        stored.WriteStartDocument();
        stored.WriteRaw("v"u8, element.Type, element.Value);
        stored.WriteEndDocument();
        return TryWrite(writer, conversion, stored.ToArray(), element.NameUtf8, out reason);
    }

    public bool TryWriteKey(RawWriter writer, MemberConversion conversion, DictionaryKey key, out string reason)
    {
        using var stored = new RawWriter();
        stored.WriteStartDocument();
        key.WriteTo(stored, "v"u8);
        stored.WriteEndDocument();
        return TryWrite(writer, conversion, stored.ToArray(), "k"u8, out reason);
    }

    // The key as the new class writes it; null if it cannot.
    public DictionaryKey? Convert(MemberConversion conversion, DictionaryKey key)
    {
        using var written = new RawWriter();
        written.WriteStartDocument();
        if (!TryWriteKey(written, conversion, key, out _))
        {
            return null;
        }

        written.WriteEndDocument();
        var reader = new RawReader(written.WrittenSpan);
        reader.Read();
        return DictionaryKey.OfValue(reader.Type, reader.Value);
    }

    public void Dispose() => _objects?.Dispose();

    private bool TryWrite(RawWriter writer, MemberConversion conversion, byte[] stored, ReadOnlySpan<byte> name, out string reason)
    {
        try
        {
            var value = Read(conversion.From, stored);
            if (!Exactness.IsRead(Read(BsonValueSerializer.Instance, stored) as BsonValue ?? BsonNull.Value, value))
            {
                throw new FormatException("The stored value is not exactly what the old class reads.");
            }

            if (!Conversions.TryConvert(value, conversion.To.ValueType, out var converted))
            {
                reason = $"There is no conversion from the {value?.GetType().Name ?? "null"} '{value}' to {conversion.To.ValueType.Name}";
                return false;
            }

            var written = Write(conversion.To, converted);
            writer.WriteRaw(name, written.Type, written.Value);
            reason = "";
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException or InvalidOperationException or BsonException or NotSupportedException)
        {
            reason = $"'{TextOf(stored)}' cannot be converted to a {conversion.To.ValueType.Name}: {MappingFault.Reason(e).TrimEnd('.')}";
            return false;
        }
    }

    private RawReader Write(IBsonSerializer serializer, object? value)
    {
        Objects.WriteElement(serializer, value);
        var written = new RawReader(Objects.Written);
        written.Read();
        if ((written.Type == BsonType.String && value is Enum member && !Enumerations.IsNamed(member)) || !Exactness.IsSame(value, Read(serializer, Objects.Written.ToArray())))
        {
            throw new FormatException("The new class would store a different value.");
        }

        return written;
    }

    // The value, in one line; its type if the driver cannot write it.
    private static string TextOf(byte[] stored)
    {
        try
        {
            var value = (BsonValue)Read(BsonValueSerializer.Instance, stored)!;
            var text = (value.IsString ? value.AsString : value.ToText()).ReplaceLineEndings(" ");
            return text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText), "...");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or BsonException)
        {
            var reader = new RawReader(stored);
            reader.Read();
            return $"({reader.Type})";
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
