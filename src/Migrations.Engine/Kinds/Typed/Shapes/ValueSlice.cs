using System.Text;
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

// A document whose elements are found by name: by walking over them where they are few, as nearly always, and by a table where they are many.
internal readonly ref struct NamedElements
{
    private const int SmallDocument = 1024;
    private const int FewElements = 64;
    private readonly Dictionary<string, Place>? _places;

    public NamedElements(ReadOnlySpan<byte> document)
    {
        Document = document;
        _places = document.Length > SmallDocument && HasMany(document) ? PlacesIn(document) : null;
    }

    public ReadOnlySpan<byte> Document { get; }

    // The first of that name.
    public ValueSlice Find(ReadOnlySpan<byte> name) => _places is null ? ValueSlices.Find(Document, name)
        : _places.TryGetValue(Key(name), out var place) ? new ValueSlice(place.Type, Document.Slice(place.ValueOffset, place.Length))
        : ValueSlice.None;

    public int Count(ReadOnlySpan<byte> name) => _places is null ? ValueSlices.Count(Document, name) : _places.TryGetValue(Key(name), out var place) ? place.Count : 0;

    // Whether an element of that name stands before this one of the document.
    public bool IsRepeated(RawReader element) => _places is null ? ValueSlices.IsRepeated(Document, element) : _places[Key(element.NameUtf8)].ElementOffset < element.ElementOffset;

    private static bool HasMany(ReadOnlySpan<byte> document)
    {
        var count = 0;
        var reader = new RawReader(document);
        while (count <= FewElements && reader.Read())
        {
            count++;
        }

        return count > FewElements;
    }

    private static Dictionary<string, Place> PlacesIn(ReadOnlySpan<byte> document)
    {
        var places = new Dictionary<string, Place>(StringComparer.Ordinal);
        var reader = new RawReader(document);
        while (reader.Read())
        {
            var key = Key(reader.NameUtf8);
            places[key] = places.TryGetValue(key, out var first) ? first with { Count = first.Count + 1 } : new Place(reader.Type, reader.ElementOffset, reader.ValueOffset, reader.Value.Length, 1);
        }

        return places;
    }

    // Byte by byte, so that invalid UTF-8 names stay distinct.
    private static string Key(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);

    private readonly record struct Place(BsonType Type, int ElementOffset, int ValueOffset, int Length, int Count);
}
