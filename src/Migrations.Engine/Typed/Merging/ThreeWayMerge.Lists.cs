using MongoDB.Bson;
using System.Buffers.Text;
using Migrations.Engine.Typed.Passing;
using Migrations.Engine.Typed.Shapes;

namespace Migrations.Engine.Typed.Merging;

internal sealed partial class ThreeWayMerge
{
    private const int LongestPosition = 11;

    private void WriteList(ReadOnlySpan<byte> name, Passage? passage, (Shape Item, bool KeepsOrder) list, ValueVersions value)
    {
        var items = ListItem.Of(value.Stored.Value);
        var visible = Visible(items, value.Stored.Value);
        var results = ListItem.Of(value.Result.Value);
        var olds = value.Untouched.Type == BsonType.Array ? ListItem.Of(value.Untouched.Value) : [];
        var before = Match(passage, list, value, visible, (olds, results));
        var order = Order(items, visible, results.Count);
        writer.WriteStartArray(name);
        for (var i = 0; i < order.Count; i++)
        {
            WriteItem(passage, list.Item, value, (i, order[i]), (items, olds, results), visible, before);
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

    // For each element of the result the visible stored one that it was, or -1.
    private int[] Match(Passage? passage, (Shape Item, bool KeepsOrder) list, ValueVersions value, List<int> visible, (List<ListItem> Olds, List<ListItem> Results) versions)
    {
        var items = ListItem.Of(value.Stored.Value);
        var shown = visible.ConvertAll(i => items[i]);
        var (olds, results) = versions;
        if (!list.KeepsOrder || olds.Count != shown.Count)
        {
            RefuseLoss(passage, list.Item, value.Stored.Value, shown, Enumerable.Range(0, shown.Count), "its elements cannot be told apart");
            var none = new int[results.Count];
            Array.Fill(none, -1);
            return none;
        }

        var match = ListMatch.Of(value.Untouched.Value, olds, value.Result.Value, results, ListMatch.Keys(value.Stored.Value, shown));
        RefuseLoss(passage, list.Item, value.Stored.Value, shown, match.Lost, "its elements cannot be told apart");
        for (var i = 0; i < match.IsGone.Length; i++)
        {
            if (match.IsGone[i])
            {
                RefuseDeleted(shown[i].In(value.Stored.Value));
            }
        }

        return match.Before;
    }

    private void RefuseLoss(Passage? passage, Shape item, ReadOnlySpan<byte> array, List<ListItem> items, IEnumerable<int> lost, string what)
    {
        foreach (var i in lost)
        {
            RefuseDeleted(items[i].In(array));
            if (Undeclared.IsIn(passage?.Before, item, items[i].Type, items[i].In(array).Value, stored))
            {
                throw _path.Loses(what);
            }
        }
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

    private void WriteItem(Passage? passage, Shape item, ValueVersions value, (int Position, int From) place, (List<ListItem> Stored, List<ListItem> Untouched, List<ListItem> Result) items, List<int> visible, int[] before)
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

        var index = visible[before[place.From]];
        var old = items.Stored[index];
        _path.Enter(place.Position);
        WriteValue(
            index == place.Position ? old.NameIn(value.Stored.Value) : name,
            passage,
            item,
            new ValueVersions(old.In(value.Stored.Value), items.Untouched[before[place.From]].In(value.Untouched.Value), result));
        _path.Leave();
    }
}
