using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Kinds.Typed.Passing;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed.Merging;

// An entry of a dictionary: the whole element, its key where that is a value, and its value, all in the bytes of the dictionary.
internal sealed record StoredEntry(DictionaryKey Key, ListItem Element, ListItem? KeyItem, ListItem Value);

internal sealed class StoredEntries
{
    private readonly Dictionary<DictionaryKey, int> _positions = [];

    public static StoredEntries None { get; } = new();

    public List<StoredEntry> Entries { get; } = [];

    public static StoredEntries Of(Piece dictionary)
    {
        var entries = new StoredEntries();
        foreach (var element in ListItem.Of(dictionary.Value))
        {
            entries.Add(dictionary, element);
        }

        return entries;
    }

    public int Find(DictionaryKey key) => _positions.GetValueOrDefault(key, -1);

    private void Add(Piece dictionary, ListItem element)
    {
        var entry = dictionary.Type == BsonType.Document
            ? new StoredEntry(DictionaryKey.OfName(element.NameIn(dictionary.Value)), element, null, element)
            : OfPair(dictionary, element);
        _positions.TryAdd(entry.Key, Entries.Count);
        Entries.Add(entry);
    }

    private static StoredEntry OfPair(Piece dictionary, ListItem element)
    {
        var pair = element.In(dictionary.Value);
        if (!DictionaryEntry.TryRead(pair.Type, pair.Value, out var entry))
        {
            throw new DocumentMappingException("A dictionary that is stored as an array holds an entry that is no key with a value.");
        }

        return new StoredEntry(DictionaryKey.OfValue(entry.Key.Type, entry.Key.Value), element, Within(element, entry.Key), Within(element, entry.Value));
    }

    private static ListItem Within(ListItem element, RawReader part) =>
        new(part.Type, element.ValueOffset + part.ElementOffset + 1, element.ValueOffset + part.ValueOffset, part.Value.Length);
}
