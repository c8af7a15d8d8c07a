using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// Copies of a document what its class declares, at every depth: what nobody declares never meets the driver, which refuses or changes some of it.
// Of elements of one name the first is declared, and what is of a deleted type is not.
internal sealed class DeclaredPart(RawWriter writer, ActualTypes types)
{
    private const int UsualMembers = 64;
    private bool _isUnmappedMet;

    public static void CheckDepth(int depth)
    {
        if (depth > RawReader.MaxDepth)
        {
            throw new DocumentMappingException($"The document is nested deeper than {RawReader.MaxDepth} levels.");
        }
    }

    public void WriteRoot(ClassShape declared, ReadOnlySpan<byte> document)
    {
        _isUnmappedMet = false;
        writer.WriteStartDocument();
        WriteClass(declared, document, 0);
        writer.WriteEndDocument();
        if (_isUnmappedMet)
        {
            StoredUnmapped.Throw(declared, document, types);
        }
    }

    private void WriteValue(Shape shape, RawReader element, int depth)
    {
        CheckDepth(depth);
        switch (shape, element.Type)
        {
            case (ClassShape declared, BsonType.Document):
                writer.WriteStartDocument(element.NameUtf8);
                WriteClass(declared, element.Value, depth);
                writer.WriteEndDocument();
                break;
            case (ListShape list, BsonType.Array):
                writer.WriteStartArray(element.NameUtf8);
                WriteEach(list.Item, element.Value, depth);
                writer.WriteEndArray();
                break;
            case (DictionaryShape dictionary, BsonType.Document):
                writer.WriteStartDocument(element.NameUtf8);
                WriteEntries(dictionary.Value, element.Value, depth);
                writer.WriteEndDocument();
                break;
            case (DictionaryShape dictionary, BsonType.Array):
                writer.WriteStartArray(element.NameUtf8);
                WritePairs(dictionary, element.Value, depth);
                writer.WriteEndArray();
                break;
            case (OpenShape, BsonType.Document or BsonType.Array) when types.HoldsDeleted(element.Type, element.Value):
                WriteOpen(shape, element, depth);
                break;
            default:
                writer.WriteRaw(element.NameUtf8, element.Type, element.Value);
                break;
        }
    }

    private void WriteClass(ClassShape declared, ReadOnlySpan<byte> document, int depth)
    {
        if (types.Find(declared, document) is not { } shape)
        {
            writer.WriteBytes(document[4..^1]);
            return;
        }

        Span<bool> met = shape.Members.Length <= UsualMembers ? stackalloc bool[shape.Members.Length] : new bool[shape.Members.Length];
        var (last, isTypeMet) = (-1, false);
        var named = shape.HasBag ? new NamedElements(document) : default;
        var reader = new RawReader(document);
        while (reader.Read())
        {
            var at = shape.Find(reader.NameUtf8, last);
            if (at >= 0)
            {
                last = at;
                WriteMember(shape.Members[at], ref met[at], reader, depth);
            }
            else if (!isTypeMet && reader.NameUtf8.SequenceEqual(shape.TypeElement))
            {
                isTypeMet = true;
                writer.WriteRaw(reader.NameUtf8, reader.Type, reader.Value);
            }
            else if (shape.FindUnmapped(reader.NameUtf8) is { HasState: true })
            {
                _isUnmappedMet = true;
            }
            else if (shape.HasBag && !named.IsRepeated(reader) && !types.IsDeleted(reader.Type, reader.Value))
            {
                WriteValue(OpenShape.Bag, reader, depth + 1);
            }
        }
    }

    private void WriteMember(ClassMember member, ref bool isMet, RawReader element, int depth)
    {
        if (isMet)
        {
            return;
        }

        isMet = true;
        if ((depth == 0 && member.IsCalled("_id"u8)) || !types.IsDeleted(element.Type, element.Value))
        {
            WriteValue(member.Shape, element, depth + 1);
        }
    }

    private void WriteEach(Shape item, ReadOnlySpan<byte> array, int depth)
    {
        var reader = new RawReader(array);
        while (reader.Read())
        {
            if (!types.IsDeleted(reader.Type, reader.Value))
            {
                WriteValue(item, reader, depth + 1);
            }
        }
    }

    private void WriteEntries(Shape value, ReadOnlySpan<byte> document, int depth)
    {
        var named = new NamedElements(document);
        var reader = new RawReader(document);
        while (reader.Read())
        {
            if (!types.IsDeleted(reader.Type, reader.Value) && !named.IsRepeated(reader))
            {
                WriteValue(value, reader, depth + 1);
            }
        }
    }

    // Entries as { k, v } or as [k, v].
    private void WritePairs(DictionaryShape dictionary, ReadOnlySpan<byte> array, int depth)
    {
        var reader = new RawReader(array);
        while (reader.Read())
        {
            if (!DictionaryEntry.TryRead(reader.Type, reader.Value, out var entry))
            {
                writer.WriteRaw(reader.NameUtf8, reader.Type, reader.Value);
            }
            else if (!types.IsDeleted(entry.Value.Type, entry.Value.Value))
            {
                StartLike(reader);
                writer.WriteRaw(entry.Key.NameUtf8, entry.Key.Type, entry.Key.Value);
                WriteValue(dictionary.Value, entry.Value, depth + 2);
                writer.WriteEndDocument();
            }
        }
    }

    private void WriteOpen(Shape shape, RawReader element, int depth)
    {
        StartLike(element);
        var reader = new RawReader(element.Value);
        while (reader.Read())
        {
            if (!types.IsDeleted(reader.Type, reader.Value))
            {
                WriteValue(shape, reader, depth + 1);
            }
        }

        writer.WriteEndDocument();
    }

    private void StartLike(RawReader element)
    {
        if (element.Type == BsonType.Array)
        {
            writer.WriteStartArray(element.NameUtf8);
        }
        else
        {
            writer.WriteStartDocument(element.NameUtf8);
        }
    }
}
