using Migrations.Bytes;
using MongoDB.Bson;
namespace Migrations.Engine.Kinds.Typed.Shapes;

// An entry of a dictionary that is stored as an array: { k, v } or [k, v]. Both readers stand at their element.
internal ref struct DictionaryEntry
{
    public RawReader Key { get; private set; }

    public RawReader Value { get; private set; }

    public static bool TryRead(BsonType type, ReadOnlySpan<byte> value, out DictionaryEntry entry)
    {
        entry = default;
        return type switch
        {
            BsonType.Document => TryFind(value, "k"u8, out var key) & TryFind(value, "v"u8, out var content) && Set(ref entry, key, content),
            BsonType.Array => TryFind(value, 0, out var key) & TryFind(value, 1, out var content) && Set(ref entry, key, content),
            _ => false,
        };
    }

    private static bool Set(ref DictionaryEntry entry, RawReader key, RawReader value)
    {
        entry.Key = key;
        entry.Value = value;
        return true;
    }

    private static bool TryFind(ReadOnlySpan<byte> document, ReadOnlySpan<byte> name, out RawReader element)
    {
        element = new RawReader(document);
        while (element.Read())
        {
            if (element.NameUtf8.SequenceEqual(name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool TryFind(ReadOnlySpan<byte> array, int index, out RawReader element)
    {
        element = new RawReader(array);
        for (var i = 0; element.Read(); i++)
        {
            if (i == index)
            {
                return true;
            }
        }

        return false;
    }
}
