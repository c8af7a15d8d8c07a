using System.Buffers.Text;
using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Converting;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Passes.Batches;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Merging;

internal sealed partial class ThreeWayMerge
{
    // Entries are matched by key, so nothing has to be guessed.
    private void WriteDictionary(ReadOnlySpan<byte> name, MemberConversion? conversion, DictionaryShape shape, ValueVersions value, ObjectTrail objects)
    {
        var before = conversion?.Before as DictionaryShape;
        var keys = DictionaryKeys.PassageOf(before ?? shape, shape);
        var olds = StoredEntries.Of(value.Stored);
        var results = StoredEntries.Of(value.Result);
        var untouched = value.Untouched.Type is BsonType.Document or BsonType.Array ? StoredEntries.Of(value.Untouched) : StoredEntries.None;
        var values = before is null ? null : conversion!.Inner;
        var old = Place((olds, results, untouched), (keys, values, shape.Value), value, objects);
        var objectsNow = objects.Results(shape, results.Entries.Count);
        Start(name, value.Result.Type);
        var position = 0;
        foreach (var (from, to) in old)
        {
            WriteEntry(position++, (values, shape.Value), value, from < 0 ? null : olds.Entries[from], to < 0 ? null : results.Entries[to], untouched, objects.At(to < 0 ? -1 : untouched.Find(results.Entries[to].Key), -1, to < 0 ? null : objectsNow.ElementAtOrDefault(to)));
        }

        writer.WriteEndDocument();
    }

    // The stored entries in order, each with its new index, then the new ones; -1 if there is none.
    private List<(int From, int To)> Place((StoredEntries Olds, StoredEntries Results, StoredEntries Untouched) entries, (MemberConversion Keys, MemberConversion? Values, Shape Value) content, ValueVersions value, ObjectTrail objects)
    {
        var (olds, results, untouched) = entries;
        var places = new List<(int From, int To)>();
        var taken = new HashSet<int>();
        for (var i = 0; i < olds.Entries.Count; i++)
        {
            var entry = olds.Entries[i];
            var piece = entry.Value.In(value.Stored.Value);
            var isHidden = stored.IsDeleted(piece.Type, piece.Value) || olds.Find(entry.Key) != i;
            if (!isHidden && Find(results, entry.Key, content.Keys) is >= 0 and var to && taken.Add(to))
            {
                places.Add((i, to));
            }
            else if (isHidden)
            {
                RefuseCollision(results, entry.Key, value);
                places.Add((i, -1));
            }
            else
            {
                RefuseDeleted(piece);
                _path.EnterEntry(entry.Key.Text);
                RefuseDeparture(content.Values?.Before, content.Value, piece, ValueSlice.None, objects.At(Find(untouched, entry.Key, content.Keys), -1, null));
                _path.Leave();
            }
        }

        places.AddRange(Enumerable.Range(0, results.Entries.Count).Where(i => !taken.Contains(i)).Select(i => (-1, i)));
        return places;
    }

    private void RefuseCollision(StoredEntries results, DictionaryKey key, ValueVersions value)
    {
        if (value.Stored.Type != value.Result.Type || (stored.HasDeleted && results.Find(key) >= 0 && value.Stored.Type == BsonType.Document && !value.IsUntouched))
        {
            throw _path.Overwrites();
        }
    }

    private int Find(StoredEntries results, DictionaryKey key, MemberConversion keys) =>
        results.Find(key) is >= 0 and var same ? same : converter.Convert(keys, key) is { } other ? results.Find(other) : -1;

    private void WriteEntry(int position, (MemberConversion? MemberConversion, Shape Shape) content, ValueVersions value, StoredEntry? old, StoredEntry? result, StoredEntries untouched, ObjectTrail objects)
    {
        Span<byte> digits = stackalloc byte[LongestPosition];
        Utf8Formatter.TryFormat(position, digits, out var length);
        var container = result is null ? value.Stored : value.Result;
        var entry = result ?? old!;
        ReadOnlySpan<byte> name = container.Type == BsonType.Document ? entry.Element.NameIn(container.Value) : digits[..length];
        if (old is null || result is null)
        {
            Copy(name, entry.Element.In(container.Value));
            return;
        }

        var was = untouched.Find(result.Key) is >= 0 and var at ? untouched.Entries[at].Value.In(value.Untouched.Value) : ValueSlice.None;
        var versions = new ValueVersions(old.Value.In(value.Stored.Value), was, result.Value.In(value.Result.Value));
        _path.EnterEntry(name);
        if (container.Type == BsonType.Document)
        {
            WriteValue(name, content.MemberConversion, content.Shape, versions, objects);
        }
        else
        {
            WritePair(name, content, value, old, result, versions, objects);
        }

        _path.Leave();
    }

    private void WritePair(ReadOnlySpan<byte> name, (MemberConversion? MemberConversion, Shape Shape) content, ValueVersions value, StoredEntry old, StoredEntry result, ValueVersions versions, ObjectTrail objects)
    {
        Start(name, result.Element.Type);
        Copy(result.KeyItem!.Value.NameIn(value.Result.Value), Key(value, old, result));
        WriteValue(result.Value.NameIn(value.Result.Value), content.MemberConversion, content.Shape, versions, objects);
        if (value.Stored.Type == BsonType.Array && old.Element.Type == result.Element.Type)
        {
            WriteRestOfPair(value, old);
        }

        writer.WriteEndDocument();
    }

    // The stored bytes of the key, if it would be written in the same form.
    private static ValueSlice Key(ValueVersions value, StoredEntry old, StoredEntry result) =>
        old.KeyItem is { } item && item.Type == result.KeyItem!.Value.Type ? item.In(value.Stored.Value) : result.KeyItem!.Value.In(value.Result.Value);

    // What the entry has besides key and value.
    private void WriteRestOfPair(ValueVersions value, StoredEntry old)
    {
        var pair = old.Element.In(value.Stored.Value).Value;
        var start = old.Element.ValueOffset;
        var reader = new RawReader(pair);
        while (reader.Read())
        {
            if (start + reader.ValueOffset != old.KeyItem!.Value.ValueOffset && start + reader.ValueOffset != old.Value.ValueOffset)
            {
                Copy(reader);
            }
        }
    }

    private void Start(ReadOnlySpan<byte> name, BsonType type)
    {
        if (type == BsonType.Array)
        {
            writer.WriteStartArray(name);
        }
        else
        {
            writer.WriteStartDocument(name);
        }
    }
}

// An entry of a dictionary: the whole element, its key where that is a value, and its value, all in the bytes of the dictionary.
internal sealed record StoredEntry(DictionaryKey Key, ListItem Element, ListItem? KeyItem, ListItem Value);

internal sealed class StoredEntries
{
    private readonly Dictionary<DictionaryKey, int> _positions = [];

    public static StoredEntries None { get; } = new();

    public List<StoredEntry> Entries { get; } = [];

    public static StoredEntries Of(ValueSlice dictionary)
    {
        var entries = new StoredEntries();
        foreach (var element in ListItem.Of(dictionary.Value))
        {
            entries.Add(dictionary, element);
        }

        return entries;
    }

    public int Find(DictionaryKey key) => _positions.GetValueOrDefault(key, -1);

    private void Add(ValueSlice dictionary, ListItem element)
    {
        var entry = dictionary.Type == BsonType.Document
            ? new StoredEntry(DictionaryKey.OfName(element.NameIn(dictionary.Value)), element, null, element)
            : OfPair(dictionary, element);
        _positions.TryAdd(entry.Key, Entries.Count);
        Entries.Add(entry);
    }

    private static StoredEntry OfPair(ValueSlice dictionary, ListItem element)
    {
        var pair = element.In(dictionary.Value);
        if (!DictionaryEntry.TryRead(pair.Type, pair.Value, out var entry))
        {
            throw new DocumentMappingException("A dictionary that is stored as an array holds an entry that is not a key with a value.");
        }

        return new StoredEntry(DictionaryKey.OfValue(entry.Key.Type, entry.Key.Value), element, Within(element, entry.Key), Within(element, entry.Value));
    }

    private static ListItem Within(ListItem element, RawReader part) =>
        new(part.Type, element.ValueOffset + part.ElementOffset + 1, element.ValueOffset + part.ValueOffset, part.Value.Length);
}
