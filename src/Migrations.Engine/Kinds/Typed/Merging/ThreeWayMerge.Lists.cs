using MongoDB.Bson;
using System.Buffers.Text;
using System.Text;
using Migrations.Engine.Kinds.Typed.Passing;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

internal sealed partial class ThreeWayMerge
{
    private const int LongestPosition = 11;

    private void WriteList(ReadOnlySpan<byte> name, Passage? item, ListShape shape, ValueVersions value, ObjectTrail objects) =>
        WriteList(name, item, new ListRoom(shape.Item, shape.KeepsOrder, objects, objects.Results(shape, Pieces.CountAll(value.Result.Value))), value);

    private void WriteOpenList(ReadOnlySpan<byte> name, Shape open, ValueVersions value) => WriteList(name, null, new ListRoom(open, true, default, []), value);

    private void WriteList(ReadOnlySpan<byte> name, Passage? passage, ListRoom room, ValueVersions value)
    {
        var items = ListItem.Of(value.Stored.Value);
        var visible = Visible(items, value.Stored.Value);
        var results = ListItem.Of(value.Result.Value);
        var olds = value.Untouched.Type == BsonType.Array && room.KeepsOrder ? ListItem.Of(value.Untouched.Value) : [];
        if (olds.Count != visible.Count)
        {
            olds = [];
        }

        var match = Match(passage, room, new ListVersions(value, visible.ConvertAll(i => items[i]), olds, results));
        var order = Order(items, visible, results.Count);
        writer.WriteStartArray(name);
        for (var i = 0; i < order.Count; i++)
        {
            WriteItem(passage, room, value, (i, order[i]), (items, olds, results), visible, match.Before);
        }

        writer.WriteEndArray();
    }

    // All but those of deleted types, which nobody saw.
    private List<int> Visible(List<ListItem> items, ReadOnlySpan<byte> array)
    {
        var visible = new List<int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (!stored.IsDeleted(items[i].Type, items[i].In(array).Value))
            {
                visible.Add(i);
            }
        }

        return visible;
    }

    private ListMatch Match(Passage? passage, ListRoom room, ListVersions list)
    {
        var isPrecious = new bool[list.Stored.Count];
        for (var i = 0; i < isPrecious.Length; i++)
        {
            isPrecious[i] = IsPrecious(passage?.Before, room.Item, list.StoredAt(i), UntouchedAt(list, i));
        }

        var match = rules.Find(_path) is { } rule ? ByRule(rule, room, list, isPrecious) : ByEvidence(room, list, isPrecious);
        foreach (var i in match.Olds)
        {
            RefuseDeleted(list.StoredAt(i));
            _path.Enter(i);
            RefuseDeparture(passage?.Before, room.Item, list.StoredAt(i), UntouchedAt(list, i), room.Objects.At(i, i, null));
            _path.Leave();
        }

        return match;
    }

    private static Piece UntouchedAt(ListVersions list, int i) => list.Untouched.Count == 0 ? Piece.None : list.UntouchedAt(i);

    private ListMatch ByRule(ElementRule rule, ListRoom room, ListVersions list, bool[] isPrecious)
    {
        if (rule.Key is null)
        {
            return room.KeepsOrder ? ListMatcher.ByPlace(list.Stored.Count, list.Result.Count) : ByEvidence(room, list, isPrecious);
        }

        var (before, after) = (new string?[list.Stored.Count], new string?[list.Result.Count]);
        for (var i = 0; i < before.Length; i++)
        {
            before[i] = KeyOf(rule.Key, list.Untouched.Count == before.Length ? list.UntouchedAt(i) : list.StoredAt(i));
        }

        for (var j = 0; j < after.Length; j++)
        {
            after[j] = KeyOf(rule.Key, list.ResultAt(j));
        }

        return ListMatcher.ByKey(before, after, isPrecious.Index().Where(p => p.Item).Select(p => p.Index)) ?? throw _path.HasNoKey(Encoding.UTF8.GetString(rule.Key));
    }

    private static string? KeyOf(ReadOnlySpan<byte> name, Piece element) => Pieces.Find(element.Document, name) is { Exists: true, IsNull: false } key ? ListVersions.KeyOf(key) : null;

    private ListMatch ByEvidence(ListRoom room, ListVersions list, bool[] isPrecious)
    {
        if (list.Untouched.Count != list.Stored.Count)
        {
            return Array.IndexOf(isPrecious, true) < 0 ? new ListMatch(list.Stored.Count, list.Result.Count) : throw _path.CannotTellApart();
        }

        var match = ListMatcher.ByEvidence(room.Item, list, room.SameObjects(list.Stored.Count), isPrecious, written);
        return ListMatcher.IsInDoubt(match, isPrecious) ? throw _path.CannotTellApart() : match;
    }

    // Positions of the result, with the ones that nobody saw at the places they had, as negative numbers from -1 on.
    private static List<int> Order(List<ListItem> items, List<int> visible, int results)
    {
        var hidden = new Queue<int>(Enumerable.Range(0, items.Count).Except(visible));
        var order = new List<int>(results + hidden.Count);
        for (var next = 0; next < results || hidden.Count > 0;)
        {
            var isHiddenOne = hidden.TryPeek(out var place) && (place == order.Count || next == results);
            order.Add(isHiddenOne ? -1 - hidden.Dequeue() : next++);
        }

        return order;
    }

    private void WriteItem(Passage? passage, ListRoom room, ValueVersions value, (int Position, int From) place, (List<ListItem> Stored, List<ListItem> Untouched, List<ListItem> Result) items, List<int> visible, int[] before)
    {
        Span<byte> digits = stackalloc byte[LongestPosition];
        Utf8Formatter.TryFormat(place.Position, digits, out var length);
        ReadOnlySpan<byte> name = digits[..length];
        if (place.From < 0)
        {
            Copy(name, items.Stored[-1 - place.From].In(value.Stored.Value));
            return;
        }

        var result = items.Result[place.From].In(value.Result.Value);
        if (before[place.From] < 0)
        {
            Copy(name, result);
            return;
        }

        var from = before[place.From];
        var index = visible[from];
        var old = items.Stored[index];
        _path.Enter(place.Position);
        WriteValue(
            index == place.Position ? old.NameIn(value.Stored.Value) : name,
            passage,
            room.Item,
            new ValueVersions(old.In(value.Stored.Value), items.Untouched.Count == 0 ? Piece.None : items.Untouched[from].In(value.Untouched.Value), result),
            room.At(from, place.From));
        _path.Leave();
    }
}
