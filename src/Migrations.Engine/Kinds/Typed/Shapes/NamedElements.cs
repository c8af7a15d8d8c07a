using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Shapes;

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
    public Piece Find(ReadOnlySpan<byte> name) => _places is null ? Pieces.Find(Document, name)
        : _places.TryGetValue(Key(name), out var place) ? new Piece(place.Type, Document.Slice(place.ValueOffset, place.Length))
        : Piece.None;

    public int Count(ReadOnlySpan<byte> name) => _places is null ? Pieces.Count(Document, name) : _places.TryGetValue(Key(name), out var place) ? place.Count : 0;

    // Whether an element of that name stands before this one of the document.
    public bool IsRepeated(RawReader element) => _places is null ? Pieces.IsRepeated(Document, element) : _places[Key(element.NameUtf8)].ElementOffset < element.ElementOffset;

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

    // Byte by byte, so that names that are no UTF-8 stay apart.
    private static string Key(ReadOnlySpan<byte> name) => Encoding.Latin1.GetString(name);

    private readonly record struct Place(BsonType Type, int ElementOffset, int ValueOffset, int Length, int Count);
}
