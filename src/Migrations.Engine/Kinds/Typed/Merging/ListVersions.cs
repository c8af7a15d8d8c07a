using System.Text;
using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Merging;

internal delegate ElementIds FindValues(ClassShape item, List<ListItem> items, ReadOnlySpan<byte> array, ActualTypes types);

// A list as it is stored, without hidden elements; as it was before the author's code; and after it.
internal readonly ref struct ListVersions(ValueVersions value, List<ListItem> stored, List<ListItem> untouched, List<ListItem> result)
{
    public List<ListItem> Stored { get; } = stored;

    public List<ListItem> Untouched { get; } = untouched;

    public List<ListItem> Result { get; } = result;

    private ValueVersions Value { get; } = value;

    public ValueSlice StoredAt(int i) => Stored[i].In(Value.Stored.Value);

    public ValueSlice UntouchedAt(int i) => Untouched[i].In(Value.Untouched.Value);

    public ValueSlice ResultAt(int i) => Result[i].In(Value.Result.Value);

    public bool IsEqual(int i, int j) => UntouchedAt(i).Equals(ResultAt(j));

    // Whether everything that came from the document and that the new class has is unchanged.
    public bool IsTakenOver(int i, int j)
    {
        var stored = StoredAt(i).Document;
        var result = ResultAt(j).Document;
        if (stored.IsEmpty || result.IsEmpty)
        {
            return false;
        }

        var isAny = false;
        var untouched = new NamedElements(UntouchedAt(i).Document);
        var reader = new RawReader(stored);
        while (reader.Read())
        {
            var before = untouched.Find(reader.NameUtf8);
            if (before.Exists && !before.Equals(ValueSlices.Find(result, reader.NameUtf8)))
            {
                return false;
            }

            isAny |= before.Exists;
        }

        return isAny;
    }

    // Elements are compared by all of their bytes.
    public string[] UntouchedKeys() => Keys(Value.Untouched.Value, Untouched);

    public string[] ResultKeys() => Keys(Value.Result.Value, Result);

    public ElementIds UntouchedValues(ClassShape item, FindValues find, ActualTypes types) => find(item, Untouched, Value.Untouched.Value, types);

    public ElementIds ResultValues(ClassShape item, FindValues find, ActualTypes types) => find(item, Result, Value.Result.Value, types);

    // What each element declares besides its key.
    public string[] UntouchedOthers(ClassShape item, ActualTypes types) => ElementIds.Others(item, Untouched, Value.Untouched.Value, types);

    public string[] ResultOthers(ClassShape item, ActualTypes types) => ElementIds.Others(item, Result, Value.Result.Value, types);

    public static string KeyOf(ValueSlice piece) => $"{(int)piece.Type}:{Encoding.Latin1.GetString(piece.Value)}";

    private static string[] Keys(ReadOnlySpan<byte> array, List<ListItem> items)
    {
        var keys = new string[items.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = KeyOf(items[i].In(array));
        }

        return keys;
    }
}

// Where an element of an array lies in the array's bytes.
internal readonly record struct ListItem(BsonType Type, int NameOffset, int ValueOffset, int Length)
{
    public ValueSlice In(ReadOnlySpan<byte> array) => new(Type, array.Slice(ValueOffset, Length));

    public ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> array) => array[NameOffset..(ValueOffset - 1)];

    public static List<ListItem> Of(ReadOnlySpan<byte> array)
    {
        var items = new List<ListItem>();
        var reader = new RawReader(array);
        while (reader.Read())
        {
            items.Add(new ListItem(reader.Type, reader.ElementOffset + 1, reader.ValueOffset, reader.Value.Length));
        }

        return items;
    }
}

// What is known about a list's elements besides their bytes.
internal sealed record ListContext(Shape Item, bool KeepsOrder, ObjectTrail Objects, object?[] Results)
{
    public ObjectTrail At(int old, int current) => Objects.At(old, old, Results.ElementAtOrDefault(current));

    // The elements that are the same objects as before.
    public List<(int Old, int New)> SameObjects(int count)
    {
        var places = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        Add(places, Objects.Output, count);
        Add(places, Objects.Input, count);
        return [.. Results.Index().Where(r => r.Item is not null && places.ContainsKey(r.Item)).Select(r => (places[r.Item!], r.Index))];
    }

    private static void Add(Dictionary<object, int> places, ObjectTree? list, int count)
    {
        for (var i = 0; i < count && list?.Count == count; i++)
        {
            if (list.At(i) is { } element)
            {
                places.TryAdd(element.Object, i);
            }
        }
    }
}
