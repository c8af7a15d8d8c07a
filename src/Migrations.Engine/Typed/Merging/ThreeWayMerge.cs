using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Typed.Passing;
using Migrations.Engine.Typed.Shapes;

namespace Migrations.Engine.Typed.Merging;

// The stored document, the new object before the author's code and after it: what the code changed is laid over the stored bytes, and the rest of them stays.
internal sealed partial class ThreeWayMerge(RawWriter writer, ActualTypes stored, ActualTypes written, ValueConverter converter)
{
    private readonly MergePath _path = new();

    public void WriteRoot(ClassShape before, ClassShape after, ReadOnlySpan<byte> document, ReadOnlySpan<byte> untouched, ReadOnlySpan<byte> result)
    {
        _path.Clear();
        writer.WriteStartDocument();
        WriteClass(before, after, new Versions(document, untouched, result));
        writer.WriteEndDocument();
    }

    private void Copy(RawReader element) => writer.WriteRaw(element.NameUtf8, element.Type, element.Value);

    private void Copy(ReadOnlySpan<byte> name, Piece piece) => writer.WriteRaw(name, piece.Type, piece.Value);

    // The value of a member, an element or an entry. Without a passage the old class does not know it.
    private void WriteValue(ReadOnlySpan<byte> name, Passage? passage, Shape after, ValueVersions value)
    {
        DeclaredPart.CheckDepth(_path.Depth);
        if (value.IsUntouched && (passage is null || passage.Kind == PassageKind.Same || (value.Stored.IsNull && value.Result.IsNull)))
        {
            Copy(name, value.Stored);
            return;
        }

        switch (after, value.Stored.Type, value.Result.Type)
        {
            case (ClassShape shape, BsonType.Document, BsonType.Document):
                writer.WriteStartDocument(name);
                WriteClass(passage?.Before as ClassShape, shape, new Versions(value.Stored.Value, value.Untouched.Document, value.Result.Value));
                writer.WriteEndDocument();
                break;
            case (ListShape list, BsonType.Array, BsonType.Array):
                WriteList(name, passage is { Before: ListShape } ? passage.Inner : null, (list.Item, list.KeepsOrder), value);
                break;
            case (DictionaryShape dictionary, BsonType.Document or BsonType.Array, BsonType.Document or BsonType.Array):
                WriteDictionary(name, passage, dictionary, value);
                break;
            case (OpenShape, BsonType.Document, BsonType.Document) when value.Untouched.Type == BsonType.Document:
                writer.WriteStartDocument(name);
                WriteOpen(after, new Versions(value.Stored.Value, value.Untouched.Value, value.Result.Value));
                writer.WriteEndDocument();
                break;
            case (OpenShape, BsonType.Array, BsonType.Array) when value.Untouched.Type == BsonType.Array:
                WriteList(name, null, (after, true), value);
                break;
            default:
                RefuseDeleted(value.Stored);
                Copy(name, value.Result);
                break;
        }
    }

    // BSON values as they are, by name.
    private void WriteOpen(Shape open, Versions versions)
    {
        var reader = new RawReader(versions.Stored.Document);
        while (reader.Read())
        {
            if (versions.Stored.IsRepeated(reader))
            {
                Copy(reader);
            }
            else
            {
                WriteOpenElement(open, reader, versions);
            }
        }

        var results = new RawReader(versions.Result.Document);
        while (results.Read())
        {
            if (!versions.Stored.Find(results.NameUtf8).Exists)
            {
                Copy(results);
            }
        }
    }

    private void WriteOpenElement(Shape open, RawReader element, Versions versions)
    {
        var (untouched, result) = versions.Find(element.NameUtf8);
        _path.Enter(element.NameUtf8);
        if (stored.IsDeleted(element.Type, element.Value) || (!result.Exists && !untouched.Exists))
        {
            CopyDeleted(element, untouched, result);
        }
        else if (result.Exists)
        {
            WriteValue(element.NameUtf8, null, open, new ValueVersions(Piece.Of(element), untouched, result));
        }
        else
        {
            RefuseDeleted(Piece.Of(element));
        }

        _path.Leave();
    }

    // What the code did not see stays; it must not write over it either.
    private void CopyDeleted(RawReader element, Piece untouched, Piece result)
    {
        if (result.Exists && !result.IsNull && !result.Equals(untouched))
        {
            throw _path.Overwrites();
        }

        Copy(element);
    }

    private void RefuseDeleted(Piece value)
    {
        if (stored.HoldsDeleted(value.Type, value.Value))
        {
            throw _path.Overwrites();
        }
    }
}
