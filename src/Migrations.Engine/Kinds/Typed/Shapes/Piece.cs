using Migrations.Bytes;
using MongoDB.Bson;
namespace Migrations.Engine.Kinds.Typed.Shapes;

// A value in a document's bytes, or none.
internal readonly ref struct Piece
{
    public Piece(BsonType type, ReadOnlySpan<byte> value)
    {
        Exists = true;
        Type = type;
        Value = value;
    }

    public static Piece None => default;

    public bool Exists { get; }

    public BsonType Type { get; }

    public ReadOnlySpan<byte> Value { get; }

    public bool IsNull => Exists && Type is BsonType.Null or BsonType.Undefined;

    // The bytes of the document that it is; none where it is something else.
    public ReadOnlySpan<byte> Document => Exists && Type == BsonType.Document ? Value : [];

    public static Piece Of(RawReader element) => new(element.Type, element.Value);

    // Bytes are compared and never values: a NaN is equal to itself, and 0.0 is not -0.0.
    public bool Equals(Piece other) => Exists == other.Exists && (!Exists || (Type == other.Type && Value.SequenceEqual(other.Value)));
}

internal static class Pieces
{
    // The first element of that name.
    public static Piece Find(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name)
    {
        if (document.IsEmpty)
        {
            return Piece.None;
        }

        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (reader.NameUtf8.SequenceEqual(name))
            {
                return Piece.Of(reader);
            }
        }

        return Piece.None;
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
