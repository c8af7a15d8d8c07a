using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.Typed.Passing;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

// The stored document, the new object before the author's code and after it: what the code changed is laid over the stored bytes, and the rest of them stays.
internal sealed partial class ThreeWayMerge(RawWriter writer, ActualTypes stored, ActualTypes written, ValueConverter converter, ElementRules rules)
{
    private readonly MergePath _path = new();

    public Whereabouts Objects { get; } = new();

    public void WriteRoot(ClassShape before, ClassShape after, ReadOnlySpan<byte> document, ReadOnlySpan<byte> untouched, ReadOnlySpan<byte> result)
    {
        _path.Clear();
        writer.WriteStartDocument();
        WriteClass(before, after, new Versions(document, untouched, result), Objects.Root);
        writer.WriteEndDocument();
    }

    private void Copy(RawReader element) => writer.WriteRaw(element.NameUtf8, element.Type, element.Value);

    private void Copy(ReadOnlySpan<byte> name, Piece piece) => writer.WriteRaw(name, piece.Type, piece.Value);

    // The value of a member, an element or an entry. Without a passage the old class does not know it.
    private void WriteValue(ReadOnlySpan<byte> name, Passage? passage, Shape after, ValueVersions value, ObjectTrail objects)
    {
        DeclaredPart.CheckDepth(_path.Depth);
        if (value.IsUntouched && (passage is null || passage.Kind == PassageKind.Same || (value.Stored.IsNull && value.Result.IsNull)))
        {
            Copy(name, value.Stored);
            return;
        }

        RefuseMove(passage, after, value, objects);
        switch (after, value.Stored.Type, value.Result.Type)
        {
            case (ClassShape shape, BsonType.Document, BsonType.Document):
                writer.WriteStartDocument(name);
                WriteClass(passage?.Before as ClassShape, shape, new Versions(value.Stored.Value, value.Untouched.Document, value.Result.Value), objects);
                writer.WriteEndDocument();
                break;
            case (ListShape list, BsonType.Array, BsonType.Array):
                WriteList(name, passage is { Before: ListShape } ? passage.Inner : null, list, value, objects);
                break;
            case (DictionaryShape dictionary, BsonType.Document or BsonType.Array, BsonType.Document or BsonType.Array):
                WriteDictionary(name, passage, dictionary, value, objects);
                break;
            case (OpenShape, BsonType.Document, BsonType.Document) when value.Untouched.Type == BsonType.Document:
                writer.WriteStartDocument(name);
                WriteOpen(after, new Versions(value.Stored.Value, value.Untouched.Value, value.Result.Value));
                writer.WriteEndDocument();
                break;
            case (OpenShape, BsonType.Array, BsonType.Array) when value.Untouched.Type == BsonType.Array:
                WriteOpenList(name, after, value);
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
            WriteValue(element.NameUtf8, null, open, new ValueVersions(Piece.Of(element), untouched, result), default);
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

    // What an object held that nobody declares must not stay behind, or go to the one that takes its place.
    private void RefuseMove(Passage? passage, Shape after, ValueVersions value, ObjectTrail objects)
    {
        if (after is ClassShape or OpenShape && objects.IsReplaced && IsPrecious(passage?.Before, after, value.Stored, value.Untouched) && Objects.IsMoved(objects))
        {
            throw _path.Moves();
        }
    }

    // The same of what goes as a whole.
    private void RefuseDeparture(Shape? before, Shape after, Piece value, Piece untouched, ObjectTrail objects)
    {
        if (IsPrecious(before, after, value, untouched) && Objects.IsThere(objects))
        {
            throw _path.Moves();
        }
    }

    // Whether it holds what nobody but the document knows. What an object of any class left out shows in what was read of it.
    private bool IsPrecious(Shape? before, Shape after, Piece value, Piece untouched) =>
        Undeclared.IsIn(before, after, value.Type, value.Value, stored)
        || (after is OpenShape && value.Type is BsonType.Document or BsonType.Array && !value.Equals(untouched));

    private void RefuseDeleted(Piece value)
    {
        if (stored.HoldsDeleted(value.Type, value.Value))
        {
            throw _path.Overwrites();
        }
    }
}
