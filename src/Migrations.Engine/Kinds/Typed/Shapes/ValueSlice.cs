using Migrations.Bytes;
using MongoDB.Bson;
namespace Migrations.Engine.Kinds.Typed.Shapes;

// A value in a document's bytes, or none.
internal readonly ref struct ValueSlice
{
    public ValueSlice(BsonType type, ReadOnlySpan<byte> value)
    {
        Exists = true;
        Type = type;
        Value = value;
    }

    public static ValueSlice None => default;

    public bool Exists { get; }

    public BsonType Type { get; }

    public ReadOnlySpan<byte> Value { get; }

    public bool IsNull => Exists && Type is BsonType.Null or BsonType.Undefined;

    // Its bytes if it is a document; otherwise none.
    public ReadOnlySpan<byte> Document => Exists && Type == BsonType.Document ? Value : [];

    public static ValueSlice Of(RawReader element) => new(element.Type, element.Value);

    // Bytes are compared and never values: a NaN is equal to itself, and 0.0 is not -0.0.
    public bool Equals(ValueSlice other) => Exists == other.Exists && (!Exists || (Type == other.Type && Value.SequenceEqual(other.Value)));
}

internal static class ValueSlices
{
    // The first element of that name.
    public static ValueSlice Find(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        if (document.IsEmpty)
        {
            return ValueSlice.None;
        }

        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (reader.NameUtf8.SequenceEqual(name))
            {
                return ValueSlice.Of(reader);
            }
        }

        return ValueSlice.None;
    }

    public static int CountAll(ReadOnlySpan<byte> document)
    {
        var count = 0;
        var reader = new RawReader(document);
        while (reader.Read())
        {
            count++;
        }

        return count;
    }

    public static int Count(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        var count = 0;
        var reader = new RawReader(document);
        while (reader.Read())
        {
            count += reader.NameUtf8.SequenceEqual(name) ? 1 : 0;
        }

        return count;
    }

    // Whether an element of that name stands before it.
    public static bool IsRepeated(ReadOnlySpan<byte> document, RawReader element)
    {
        var reader = new RawReader(document);
        while (reader.Read() && reader.ElementOffset < element.ElementOffset)
        {
            if (reader.NameUtf8.SequenceEqual(element.NameUtf8))
            {
                return true;
            }
        }

        return false;
    }
}
