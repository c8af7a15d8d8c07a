using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// A part of a collection by _id: several whole kinds, or a piece of one kind with bounds that the server has named.
internal sealed record IdRange(int FirstKind, int LastKind)
{
    public static IdRange Whole { get; } = new(0, IdKinds.Count - 1);

    // Exclusive; null for the beginning of the kind.
    public BsonValue? After { get; init; }

    // Inclusive; null for the end of the kind.
    public BsonValue? UpTo { get; init; }

    // NaN lies in no interval of numbers, so it is a range of its own.
    public bool IsNaN { get; init; }

    // Null for the whole collection.
    public BsonDocument? Condition()
    {
        if (IsNaN)
        {
            return new BsonDocument("$eq", double.NaN);
        }

        if (After is null && UpTo is null)
        {
            return IdKinds.Condition(FirstKind, LastKind);
        }

        // A bound stays within its kind; NaN has a range of its own.
        return WithUpperBound(After is null && IsNumbers ? new BsonDocument("$gte", double.NegativeInfinity) : After is null ? [] : new BsonDocument("$gt", After));
    }

    public bool HasKindOf(BsonValue id) => IdKinds.Of(id) >= FirstKind && IdKinds.Of(id) <= LastKind;

    public BsonDocument WithUpperBound(BsonDocument condition) => UpTo is null ? condition : condition.Set("$lte", UpTo);

    // The documents of the range that a filter matches.
    public BsonDocument Within(BsonDocument filter) => Within(filter, Condition());

    public static BsonDocument Within(BsonDocument filter, BsonDocument? id) => id is null ? filter
        : filter.ElementCount == 0 ? new BsonDocument("_id", id)
        : new BsonDocument("$and", new BsonArray([filter, new BsonDocument("_id", id)]));

    public static IdRange Read(StateDocument document)
    {
        var first = document.Number("first", 0, IdKinds.Count - 1);
        var range = new IdRange(first, document.Number("last", first, IdKinds.Count - 1)) { IsNaN = document.FlagOrFalse("nan") };
        return range with { After = range.ReadBound(document, "after"), UpTo = range.ReadBound(document, "upTo") };
    }

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { { "first", FirstKind }, { "last", LastKind } };
        if (After is not null)
        {
            document.Add("after", After);
        }

        if (UpTo is not null)
        {
            document.Add("upTo", UpTo);
        }

        if (IsNaN)
        {
            document.Add("nan", true);
        }

        return document;
    }

    // Only numbers, which NaN makes special.
    private bool IsNumbers => FirstKind == IdKinds.Numbers && LastKind == IdKinds.Numbers;

    // A bound lies within the one kind of its range.
    private BsonValue? ReadBound(StateDocument document, string name) => document.ValueOrNull(name) switch
    {
        null => null,
        var bound when FirstKind == LastKind && IdKinds.Of(bound) == FirstKind => bound,
        _ => throw document.Fault(name, "an _id of the range's own kind"),
    };
}

// The kinds of _id in the order of BSON. Comparisons of the query language stay within one kind, so nothing may be compared across them.
internal static class IdKinds
{
    private static readonly BsonType[][] Kinds =
    [
        [BsonType.MinKey],
        [BsonType.Undefined],
        [BsonType.Null],
        [BsonType.Double, BsonType.Int32, BsonType.Int64, BsonType.Decimal128],
        [BsonType.String, BsonType.Symbol],
        [BsonType.Document],
        [BsonType.Array],
        [BsonType.Binary],
        [BsonType.ObjectId],
        [BsonType.Boolean],
        [BsonType.DateTime],
        [BsonType.Timestamp],
        [BsonType.RegularExpression],
        [BsonTypes.DBPointer],
        [BsonType.JavaScript],
        [BsonType.JavaScriptWithScope],
        [BsonType.MaxKey],
    ];

    public static int Count => Kinds.Length;

    public static int Numbers { get; } = Of(BsonType.Double);

    public static int Of(BsonValue id) => Of(id.BsonType);

    // MinKey and MaxKey are never compared: they are less and greater than all other kinds, too.
    public static bool HasOneValue(int kind) => Kinds[kind] is [BsonType.MinKey or BsonType.Undefined or BsonType.Null or BsonType.MaxKey];

    // -1 for an invalid type.
    public static int Of(BsonType type) => Array.FindIndex(Kinds, k => k.Contains(type));

    // A condition on _id for the kinds from one to another, both included; null when that is all of them.
    public static BsonDocument? Condition(int first, int last) => first == 0 && last == Count - 1
        ? null
        : new BsonDocument("$type", new BsonArray(Kinds[first..(last + 1)].SelectMany(k => k).Select(NumberOf)));

    // NaN sorts before all numbers, but is neither greater nor less than any.
    public static bool IsNaN(BsonValue id) => id is BsonDouble { Value: double.NaN } || id is BsonDecimal128 decimals && Decimal128.IsNaN(decimals.Value);

    private static BsonValue NumberOf(BsonType type) => type == BsonType.MinKey ? -1 : (int)type;
}

internal static class DocumentId
{
    public static BsonValue Of(RawDocument document) => document.TryGetValue("_id"u8, out var id) ? Of(id) : BsonNull.Value;

    // Two _ids are equal when their bytes are. The driver's objects compare what is inside documents loosely (1 and 1L are equal, a NaN is not equal to itself), so those stay bytes;
    // copied, because they would otherwise keep pointing into the document's page.
    public static BsonValue Of(RawValue id) => id.Type is BsonType.Document or BsonType.Array or BsonType.JavaScriptWithScope ? new RawValue(id.Type, id.Bytes.ToArray()).Embed() : id.ToBsonValue();

    // An _id that was read as part of another document.
    public static BsonValue Of(BsonValue id) => id is BsonDocument or BsonArray or BsonJavaScriptWithScope ? id.ToRawValue().Embed() : id;

    // For messages.
    public static string TextOf(BsonValue id) => new BsonDocument("_id", id).ToText();
}
