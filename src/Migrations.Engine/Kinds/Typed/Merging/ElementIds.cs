using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed.Merging;

// Values that identify a newly created element, each with the only element that has it.
internal sealed class ElementIds
{
    private const int Many = -1;
    private readonly Dictionary<(string Member, string Value), int> _places = [];

    private delegate bool IsTelling(ClassMember member, ValueSlice value);

    public static ElementIds Ids(ClassShape item, List<ListItem> items, ReadOnlySpan<byte> array, ActualTypes types) => Of(item, items, array, types, IsId);

    public static ElementIds All(ClassShape item, List<ListItem> items, ReadOnlySpan<byte> array, ActualTypes types) => Of(item, items, array, types, IsDistinctive);

    // The values of each element that do not identify it, as one text.
    public static string[] Others(ClassShape item, List<ListItem> items, ReadOnlySpan<byte> array, ActualTypes types)
    {
        var others = new string[items.Count];
        for (var i = 0; i < others.Length; i++)
        {
            var document = items[i].In(array).Document;
            others[i] = document.IsEmpty ? "" : Others(types.Of(item, document), document);
        }

        return others;
    }

    // The pairs of elements that have one in common.
    public IEnumerable<(int Old, int New)> PairsWith(ElementIds result) =>
        from place in _places
        where place.Value != Many && result._places.TryGetValue(place.Key, out var other) && other != Many
        select (place.Value, result._places[place.Key]);

    private static ElementIds Of(ClassShape item, List<ListItem> items, ReadOnlySpan<byte> array, ActualTypes types, IsTelling isTelling)
    {
        var values = new ElementIds();
        for (var i = 0; i < items.Count; i++)
        {
            var document = items[i].In(array).Document;
            if (!document.IsEmpty)
            {
                values.Add(i, types.Of(item, document), document, isTelling);
            }
        }

        return values;
    }

    private static string Others(ClassShape shape, ReadOnlySpan<byte> document)
    {
        var others = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var reader = new RawReader(document);
        while (reader.Read())
        {
            var value = ValueSlice.Of(reader);
            if (shape.Find(reader.NameUtf8) is >= 0 and var at && !IsId(shape.Members[at], value) && !IsDistinctive(shape.Members[at], value))
            {
                others[shape.Members[at].ElementName] = ListVersions.KeyOf(value);
            }
        }

        return string.Join('\0', others.Select(o => $"{o.Key}={o.Value}"));
    }

    private void Add(int place, ClassShape shape, ReadOnlySpan<byte> document, IsTelling isTelling)
    {
        var reader = new RawReader(document);
        while (reader.Read())
        {
            var value = ValueSlice.Of(reader);
            if (shape.Find(reader.NameUtf8) is >= 0 and var at && !IsDefault(value) && isTelling(shape.Members[at], value))
            {
                var key = (shape.Members[at].ElementName, ListVersions.KeyOf(value));
                _places[key] = _places.ContainsKey(key) ? Many : place;
            }
        }
    }

    private static bool IsId(ClassMember member, ValueSlice value) => member.IsCalled("_id"u8);

    // Numbers, flags and members of enumerations have few values, or count positions: an equal value may belong to another element.
    private static bool IsDistinctive(ClassMember member, ValueSlice value) =>
        value.Type is BsonType.String or BsonType.ObjectId or BsonType.Binary or BsonType.DateTime && !(Nullable.GetUnderlyingType(member.Type) ?? member.Type).IsEnum;

    // The values of an element that was created without setting anything.
    private static bool IsDefault(ValueSlice value) => value.Type switch
    {
        BsonType.Null or BsonType.Undefined => true,
        BsonType.String => value.Value.Length <= 5,
        BsonType.Binary => value.Value[5..].IndexOfAnyExcept((byte)0) < 0,
        BsonType.DateTime => BitConverter.ToInt64(value.Value) == BsonConstants.DateTimeMinValueMillisecondsSinceEpoch,
        _ => value.Value.IndexOfAnyExcept((byte)0) < 0,
    };
}
