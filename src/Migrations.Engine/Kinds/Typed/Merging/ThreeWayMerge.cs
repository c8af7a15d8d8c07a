using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Converting;
using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Merging;

// The stored document, the new object before the author's code and after it: what the code changed is merged into the stored bytes, and the rest of them stays.
internal sealed partial class ThreeWayMerge(RawWriter writer, ActualTypes stored, ActualTypes written, ValueConverter converter, ElementRules rules)
{
    private readonly MergePath _path = new();

    public ObjectLocations Objects { get; } = new();

    public void WriteRoot(ClassShape before, ClassShape after, ReadOnlySpan<byte> document, ReadOnlySpan<byte> untouched, ReadOnlySpan<byte> result)
    {
        _path.Clear();
        writer.WriteStartDocument();
        WriteClass(before, after, new Versions(document, untouched, result), Objects.Root);
        writer.WriteEndDocument();
    }

    private void Copy(RawReader element) => writer.WriteRaw(element.NameUtf8, element.Type, element.Value);

    private void Copy(ReadOnlySpan<byte> name, ValueSlice piece) => writer.WriteRaw(name, piece.Type, piece.Value);

    // The value of a member, an element or an entry. Without a conversion, the old class does not have it.
    private void WriteValue(ReadOnlySpan<byte> name, MemberConversion? conversion, Shape after, ValueVersions value, ObjectTrail objects)
    {
        DeclaredPart.CheckDepth(_path.Depth);
        if (value.IsUntouched && (conversion is null || conversion.Kind == ConversionKind.Same || (value.Stored.IsNull && value.Result.IsNull)))
        {
            Copy(name, value.Stored);
            return;
        }

        RefuseMove(conversion, after, value, objects);
        switch (after, value.Stored.Type, value.Result.Type)
        {
            case (ClassShape shape, BsonType.Document, BsonType.Document):
                writer.WriteStartDocument(name);
                WriteClass(conversion?.Before as ClassShape, shape, new Versions(value.Stored.Value, value.Untouched.Document, value.Result.Value), objects);
                writer.WriteEndDocument();
                break;
            case (ListShape list, BsonType.Array, BsonType.Array):
                WriteList(name, conversion is { Before: ListShape } ? conversion.Inner : null, list, value, objects);
                break;
            case (DictionaryShape dictionary, BsonType.Document or BsonType.Array, BsonType.Document or BsonType.Array):
                WriteDictionary(name, conversion, dictionary, value, objects);
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
            WriteValue(element.NameUtf8, null, open, new ValueVersions(ValueSlice.Of(element), untouched, result), default);
        }
        else
        {
            RefuseDeleted(ValueSlice.Of(element));
        }

        _path.Leave();
    }

    // What was hidden from the code stays; the code must not overwrite it either.
    private void CopyDeleted(RawReader element, ValueSlice untouched, ValueSlice result)
    {
        if (result.Exists && !result.IsNull && !result.Equals(untouched))
        {
            throw _path.Overwrites();
        }

        Copy(element);
    }

    // Undeclared fields of an object must not be left behind, or pass to the object that replaces it.
    private void RefuseMove(MemberConversion? conversion, Shape after, ValueVersions value, ObjectTrail objects)
    {
        if (after is ClassShape or OpenShape && objects.IsReplaced && IsPrecious(conversion?.Before, after, value.Stored, value.Untouched) && Objects.IsMoved(objects))
        {
            throw _path.Moves();
        }
    }

    // The same for a whole object that is removed.
    private void RefuseDeparture(Shape? before, Shape after, ValueSlice value, ValueSlice untouched, ObjectTrail objects)
    {
        if (IsPrecious(before, after, value, untouched) && Objects.IsThere(objects))
        {
            throw _path.Moves();
        }
    }

    // Whether it has undeclared fields. What the driver ignored is missing in what was read.
    private bool IsPrecious(Shape? before, Shape after, ValueSlice value, ValueSlice untouched) =>
        UndeclaredFields.IsIn(before, after, value.Type, value.Value, stored)
        || (after is OpenShape && value.Type is BsonType.Document or BsonType.Array && !value.Equals(untouched));

    private void RefuseDeleted(ValueSlice value)
    {
        if (stored.HoldsDeleted(value.Type, value.Value))
        {
            throw _path.Overwrites();
        }
    }
}

// Whether a stored value has anything that neither class declares.
internal static class UndeclaredFields
{
    public static bool IsIn(Shape? before, Shape after, BsonType type, ReadOnlySpan<byte> value, ActualTypes types) => types.HoldsDeleted(type, value) || (before, after, type) switch
    {
        (_, ClassShape shape, BsonType.Document) => IsInClass(before as ClassShape, shape, value, types),
        (_, ListShape list, BsonType.Array) => IsInEach((before as ListShape)?.Item, list.Item, value, types),
        (_, DictionaryShape dictionary, BsonType.Document) => IsInEach((before as DictionaryShape)?.Value, dictionary.Value, value, types),
        (_, DictionaryShape dictionary, BsonType.Array) => IsInPairs((before as DictionaryShape)?.Value, dictionary.Value, value, types),
        _ => false,
    };

    private static bool IsInClass(ClassShape? before, ClassShape after, ReadOnlySpan<byte> document, ActualTypes types)
    {
        var (old, current) = (before is null ? null : types.Of(before, document), types.Of(after, document));
        var reader = new RawReader(document);
        while (reader.Read())
        {
            var (from, to) = (old?.Find(reader.NameUtf8) ?? -1, current.Find(reader.NameUtf8));
            var isDeclared = from >= 0 || to >= 0 || current.HasBag || old?.HasBag == true || reader.NameUtf8.SequenceEqual(current.TypeElement);
            if (!isDeclared || (to >= 0 && IsIn(from < 0 ? null : old!.Members[from].Shape, current.Members[to].Shape, reader.Type, reader.Value, types)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInEach(Shape? before, Shape after, ReadOnlySpan<byte> container, ActualTypes types)
    {
        var reader = new RawReader(container);
        while (reader.Read())
        {
            if (IsIn(before, after, reader.Type, reader.Value, types))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInPairs(Shape? before, Shape after, ReadOnlySpan<byte> container, ActualTypes types)
    {
        var reader = new RawReader(container);
        while (reader.Read())
        {
            if (DictionaryEntry.TryRead(reader.Type, reader.Value, out var entry) && IsIn(before, after, entry.Value.Type, entry.Value.Value, types))
            {
                return true;
            }
        }

        return false;
    }
}
