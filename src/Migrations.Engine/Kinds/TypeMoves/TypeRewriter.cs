using System.Text;
using System.Text.Unicode;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.TypeMoves;

// Replaces the names of types in a document's bytes. Anything else is copied as it is, and a document without moved types is not copied at all.
internal sealed class TypeRewriter(Func<string, string?> resolve)
{
    private readonly Dictionary<string, string?> _resolved = new(StringComparer.Ordinal);

    private static ReadOnlySpan<byte> Element => "_t"u8;

    // The element's name with the zero byte behind: bytes without it need not be walked.
    private static ReadOnlySpan<byte> Mark => "_t\0"u8;

    // Null when no name changes. The _id is left alone, because MongoDB does not let it change.
    public RawDocument? Rewrite(RawDocument document)
    {
        var bytes = document.Bytes.Span;
        if (!HasMoves(bytes, Place.Root, 0))
        {
            return null;
        }

        using var writer = new RawWriter(bytes.Length + 64);
        writer.WriteStartDocument();
        WriteFields(writer, bytes, Place.Root, 0);
        writer.WriteEndDocument();
        return writer.ToRawDocument();
    }

    // What a name means; null if its type is deleted.
    public string? NameSeen(string name) => Resolve(name);

    public bool IsDeleted(ReadOnlySpan<byte> document)
    {
        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (reader.NameUtf8.SequenceEqual(Element))
            {
                return NameIn(reader) is { } name && Resolve(name) is null;
            }
        }

        return false;
    }

    // Whether there is a deleted type anywhere below, or at the top.
    public bool HasDeleted(ReadOnlySpan<byte> document) => HasDeleted(document, 0);

    private static void CheckDepth(int depth)
    {
        if (depth > RawReader.MaxDepth)
        {
            throw new BsonFormatException($"The document is nested deeper than {RawReader.MaxDepth} levels", 0);
        }
    }

    private static bool IsNested(BsonType type) => type is BsonType.Document or BsonType.Array;

    // The class that a _t names: the text, or the last one of an array.
    private static string? NameIn(RawReader reader)
    {
        if (reader.Type != BsonType.Array)
        {
            return TextOf(reader.Type, reader.Value);
        }

        string? last = null;
        var items = new RawReader(reader.Value);
        while (items.Read())
        {
            last = TextOf(items.Type, items.Value);
        }

        return last;
    }

    private static string? TextOf(BsonType type, ReadOnlySpan<byte> value) =>
        type == BsonType.String && Utf8.IsValid(value[4..^1]) ? Encoding.UTF8.GetString(value[4..^1]) : null;

    private static Place PlaceOf(RawReader reader) =>
        reader.Type == BsonType.Document ? Place.Document
        : reader.NameUtf8.SequenceEqual(Element) ? Place.TypeNames
        : Place.Array;

    private static bool NamesType(RawReader reader, Place place) =>
        reader.Type == BsonType.String && (place == Place.TypeNames || (place != Place.Array && reader.NameUtf8.SequenceEqual(Element)));

    private bool HasDeleted(ReadOnlySpan<byte> document, int depth)
    {
        if (document.IndexOf(Mark) < 0)
        {
            return false;
        }

        CheckDepth(depth);
        if (IsDeleted(document))
        {
            return true;
        }

        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (IsNested(reader.Type) && HasDeleted(reader.Value, depth + 1))
            {
                return true;
            }
        }

        return false;
    }

    private bool HasMoves(ReadOnlySpan<byte> document, Place place, int depth)
    {
        if (place != Place.TypeNames && document.IndexOf(Mark) < 0)
        {
            return false;
        }

        CheckDepth(depth);
        if (place is Place.Root or Place.Document && IsDeleted(document))
        {
            return false;
        }

        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (!IsFixed(reader, place) && (NamesType(reader, place) ? NewName(reader.Value) is not null : IsNested(reader.Type) && HasMoves(reader.Value, PlaceOf(reader), depth + 1)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsFixed(RawReader reader, Place place) => place == Place.Root && reader.NameUtf8.SequenceEqual("_id"u8);

    private void WriteFields(RawWriter writer, ReadOnlySpan<byte> document, Place place, int depth)
    {
        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (IsFixed(reader, place))
            {
                writer.WriteRaw(reader.NameUtf8, reader.Type, reader.Value);
            }
            else if (NamesType(reader, place) && NewName(reader.Value) is { } name)
            {
                writer.WriteString(reader.NameUtf8, name);
            }
            else if (IsNested(reader.Type) && HasMoves(reader.Value, PlaceOf(reader), depth + 1))
            {
                WriteNested(writer, reader, depth + 1);
            }
            else
            {
                writer.WriteRaw(reader.NameUtf8, reader.Type, reader.Value);
            }
        }
    }

    private void WriteNested(RawWriter writer, RawReader reader, int depth)
    {
        if (reader.Type == BsonType.Array)
        {
            writer.WriteStartArray(reader.NameUtf8);
        }
        else
        {
            writer.WriteStartDocument(reader.NameUtf8);
        }

        WriteFields(writer, reader.Value, PlaceOf(reader), depth);
        writer.WriteEndDocument();
    }

    // Null if the name stays. A deleted name stays too: in a _t with several names it may be a base class.
    private string? NewName(ReadOnlySpan<byte> value) => TextOf(BsonType.String, value) is { } name && Resolve(name) is { } to && to != name ? to : null;

    private string? Resolve(string name)
    {
        if (!_resolved.TryGetValue(name, out var to))
        {
            to = resolve(name);
            _resolved[name] = to;
        }

        return to;
    }

    private enum Place
    {
        Root,
        Document,
        Array,
        TypeNames,
    }
}
