using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Shapes;

// Where a document stores what a member without a setter would take: looked for when it is known that it does.
internal static class StoredUnmapped
{
    public static void Throw(ClassShape declared, ReadOnlySpan<byte> document, ActualTypes types) => Find(declared, BsonType.Document, document, [], types);

    private static void Find(Shape shape, BsonType type, ReadOnlySpan<byte> value, List<string> path, ActualTypes types)
    {
        if (type is not (BsonType.Document or BsonType.Array))
        {
            return;
        }

        var actual = shape is ClassShape declared && type == BsonType.Document ? types.Find(declared, value) : null;
        var reader = new RawReader(value);
        while (reader.Read())
        {
            path.Add(Encoding.UTF8.GetString(reader.NameUtf8));
            if (actual is not null && actual.Find(reader.NameUtf8) < 0 && actual.FindUnmapped(reader.NameUtf8) is { HasState: true } member)
            {
                throw ReadOnlyMembers.Stored(member, string.Join('.', path));
            }

            if (shape is DictionaryShape pairs && type == BsonType.Array)
            {
                FindInPair(pairs, reader, path, types);
            }
            else if (Within(shape, actual, reader) is { } inner)
            {
                Find(inner, reader.Type, reader.Value, path, types);
            }

            path.RemoveAt(path.Count - 1);
        }
    }

    private static void FindInPair(DictionaryShape shape, RawReader pair, List<string> path, ActualTypes types)
    {
        if (DictionaryEntry.TryRead(pair.Type, pair.Value, out var entry))
        {
            path.Add(Encoding.UTF8.GetString(entry.Value.NameUtf8));
            Find(shape.Value, entry.Value.Type, entry.Value.Value, path, types);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static Shape? Within(Shape shape, ClassShape? actual, RawReader element) => shape switch
    {
        ClassShape => actual?.Find(element.NameUtf8) is >= 0 and var at ? actual.Members[at].Shape : null,
        ListShape list => list.Item,
        DictionaryShape dictionary => dictionary.Value,
        _ => null,
    };
}
