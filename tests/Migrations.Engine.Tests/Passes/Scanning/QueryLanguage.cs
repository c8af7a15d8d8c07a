using MongoDB.Bson;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Tests.Passes.Scanning;

// What a server takes conditions on _id for: comparisons stay within a kind, but the least and the greatest key compare with every kind, and NaN with nothing but itself.
internal static class QueryLanguage
{
    public static bool Matches(BsonDocument? condition, BsonValue id) => condition is null || condition.Elements.All(e => Matches(e.Name, e.Value, id));

    // As the server sorts.
    public static int Compare(BsonValue first, BsonValue second)
    {
        var (a, b) = (IdKinds.Of(first), IdKinds.Of(second));
        return a != b ? a.CompareTo(b)
            : a == IdKinds.Numbers ? Number(first).CompareTo(Number(second))
            : first is BsonString text ? string.CompareOrdinal(text.Value, second.AsString)
            : first.CompareTo(second);
    }

    private static bool Matches(string name, BsonValue operand, BsonValue id) => name switch
    {
        "$type" => operand.AsBsonArray.Any(t => t.AsInt32 == (id is BsonMinKey ? -1 : (int)id.BsonType)),
        "$eq" => Compare(id, operand) == 0,
        "$gt" => IsComparable(id, operand) && Compare(id, operand) > 0,
        "$gte" => IsComparable(id, operand) && Compare(id, operand) >= 0,
        "$lte" => IsComparable(id, operand) && Compare(id, operand) <= 0,
        _ => throw new ArgumentException(name),
    };

    private static bool IsComparable(BsonValue id, BsonValue operand) => operand is BsonMinKey or BsonMaxKey || (IdKinds.Of(id) == IdKinds.Of(operand) && IdKinds.IsNaN(id) == IdKinds.IsNaN(operand));

    private static double Number(BsonValue value) => value is BsonDecimal128 number ? (double)number.Value : value.ToDouble();
}
