using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

// Whether a stored value holds anything that neither class declares, and so that nobody but the document knows.
internal static class Undeclared
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
