using Migrations.Engine.Passes.Batches;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// What update operators make of a document, as far as it is certain. Nothing is written by it.
internal static class OperatorForecast
{
    private static readonly HashSet<string> Known = ["$set", "$unset", "$rename", "$inc", "$mul"];

    private static readonly HashSet<string> Idempotent = ["$set", "$unset", "$rename", "$min", "$max", "$addToSet", "$pull", "$pullAll", "$setOnInsert"];

    public static bool IsPossible(BsonDocument update) =>
        update.Elements.All(o => Known.Contains(o.Name) && o.Value is BsonDocument fields && fields.Names.All(path => !path.Contains('$', StringComparison.Ordinal)));

    // Whether carrying it out twice is the same as once. A path with '$' may lead somewhere else the second time.
    public static bool IsIdempotent(BsonValue update) =>
        update is BsonDocument operators && operators.Elements.All(o => Idempotent.Contains(o.Name) && o.Value is BsonDocument fields && fields.Names.All(path => !path.Contains('$', StringComparison.Ordinal)));

    // Null if it is not certain, or the server will refuse it. Operators of one update never meet in a field, so their order does not matter.
    public static BsonDocument? Apply(BsonDocument document, BsonDocument update)
    {
        foreach (var operation in update.Elements)
        {
            foreach (var (path, value) in operation.Value.AsBsonDocument.Elements.Select(e => (e.Name.Split('.'), e.Value)))
            {
                if (!TryApply(document, operation.Name, path, value))
                {
                    return null;
                }
            }
        }

        return document;
    }

    private static bool TryApply(BsonDocument document, string operation, string[] path, BsonValue value) => operation switch
    {
        "$set" => UpdatePath.TryApply(document, path, value),
        "$unset" => UpdatePath.TryApply(document, path, null),
        "$rename" => TryRename(document, path, value),
        _ => TryFind(document, path, out var old) && Calculate(operation, old, value) is { } result && UpdatePath.TryApply(document, path, result),
    };

    private static bool TryRename(BsonDocument document, string[] path, BsonValue target) => TryFind(document, path, out var value) && target is BsonString name
        && (value is null || (UpdatePath.TryApply(document, path, null) && UpdatePath.TryApply(document, name.Value.Split('.'), value)));

    // False if the path leads through anything but documents. Null if there is nothing.
    private static bool TryFind(BsonDocument document, ReadOnlySpan<string> path, out BsonValue? found)
    {
        if (!document.TryGetValue(path[0], out found))
        {
            found = null;
            return true;
        }

        return path.Length == 1 || (found is BsonDocument inner && TryFind(inner, path[1..], out found));
    }

    // Null where the server's arithmetic is not certain to be the same.
    private static BsonValue? Calculate(string operation, BsonValue? old, BsonValue by) => (operation, old ?? Zero(by), by) switch
    {
        ("$inc", BsonInt32 a, BsonInt32 b) => Whole((long)a.Value + b.Value),
        ("$mul", BsonInt32 a, BsonInt32 b) => Whole((long)a.Value * b.Value),
        ("$inc", BsonInt32 or BsonInt64, BsonInt32 or BsonInt64) => Exact((Int128)(old ?? 0).ToInt64() + by.ToInt64()),
        ("$mul", BsonInt32 or BsonInt64, BsonInt32 or BsonInt64) => Exact((Int128)(old ?? 0).ToInt64() * by.ToInt64()),
        ("$inc", BsonInt32 or BsonInt64 or BsonDouble, BsonInt32 or BsonInt64 or BsonDouble) => (old ?? 0).ToDouble() + by.ToDouble(),
        ("$mul", BsonInt32 or BsonInt64 or BsonDouble, BsonInt32 or BsonInt64 or BsonDouble) => (old ?? 0).ToDouble() * by.ToDouble(),
        _ => null,
    };

    private static BsonValue Zero(BsonValue by) => by switch
    {
        BsonInt32 => new BsonInt32(0),
        BsonInt64 => new BsonInt64(0),
        BsonDouble => new BsonDouble(0),
        _ => BsonNull.Value,
    };

    private static BsonValue Whole(long value) => value is >= int.MinValue and <= int.MaxValue ? new BsonInt32((int)value) : new BsonInt64(value);

    private static BsonInt64? Exact(Int128 value) => value >= long.MinValue && value <= long.MaxValue ? new BsonInt64((long)value) : null;
}
