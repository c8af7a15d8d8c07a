using System.Text;
using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

internal delegate TellingValues FindValues(ClassShape item, List<ListItem> items, ReadOnlySpan<byte> array, ActualTypes types);

// A list as it is stored, without what nobody saw, as it was before the author's code, and after it.
internal readonly ref struct ListVersions(ValueVersions value, List<ListItem> stored, List<ListItem> untouched, List<ListItem> result)
{
    public List<ListItem> Stored { get; } = stored;

    public List<ListItem> Untouched { get; } = untouched;

    public List<ListItem> Result { get; } = result;

    private ValueVersions Value { get; } = value;

    public Piece StoredAt(int i) => Stored[i].In(Value.Stored.Value);

    public Piece UntouchedAt(int i) => Untouched[i].In(Value.Untouched.Value);

    public Piece ResultAt(int i) => Result[i].In(Value.Result.Value);

    public bool IsEqual(int i, int j) => UntouchedAt(i).Equals(ResultAt(j));

    // Whether all that came from the document and that the new class has is as it was.
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
            if (before.Exists && !before.Equals(Pieces.Find(result, reader.NameUtf8)))
            {
                return false;
            }

            isAny |= before.Exists;
        }

        return isAny;
    }

    // What elements are compared by: all of their bytes.
    public string[] UntouchedKeys() => Keys(Value.Untouched.Value, Untouched);

    public string[] ResultKeys() => Keys(Value.Result.Value, Result);

    public TellingValues UntouchedValues(ClassShape item, FindValues find, ActualTypes types) => find(item, Untouched, Value.Untouched.Value, types);

    public TellingValues ResultValues(ClassShape item, FindValues find, ActualTypes types) => find(item, Result, Value.Result.Value, types);

    // What each element declares besides what tells it apart.
    public string[] UntouchedOthers(ClassShape item, ActualTypes types) => TellingValues.Others(item, Untouched, Value.Untouched.Value, types);

    public string[] ResultOthers(ClassShape item, ActualTypes types) => TellingValues.Others(item, Result, Value.Result.Value, types);

    public static string KeyOf(Piece piece) => $"{(int)piece.Type}:{Encoding.Latin1.GetString(piece.Value)}";

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
