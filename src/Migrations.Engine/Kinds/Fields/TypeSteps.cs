using Migrations.Bytes;
using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// Converts values without loss: a value that would convert back to something else is refused.
internal sealed class ConvertStep(FieldPath path, BsonType from, BsonType to) : DeclaredStep
{
    public override string Description => $"Convert {path} from {ConvertibleTypes.NameOf(from)} to {ConvertibleTypes.NameOf(to)}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => IsType(at.Value(path), ConvertibleTypes.NameOf(from));

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at)
    {
        var converted = Convert(at.Value(path), ConvertibleTypes.NameOf(to));
        yield return (IsType(converted, "null"), $"the value of {path} cannot be converted");
        yield return (Not(ConvertibleTypes.AreExactlyEqual(from, at.Value(path), Convert(converted, ConvertibleTypes.NameOf(from)))), $"the value of {path} would not convert back to what it is; Cast converts it anyway");
    }

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, Convert(at.Value(path), ConvertibleTypes.NameOf(to)))];

    public override DeclaredStep Inverse() => new ConvertStep(path, to, from);

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => ConvertibleTypes.HaveExactConversion(from, to)
        ? []
        : [new StepFault(MigrationErrorCode.FieldStepInvalid, $"{Description} does not convert exactly there and back. Exact conversions are those between numbers, numbers to and from string, bool to and from numbers, objectId to and from string, date to and from string and long. Use Cast, or Recompute with an expression.")];
}

internal sealed class CastStep(FieldPath path, BsonType from, BsonType to, BsonValue? onError) : DeclaredStep
{
    public override string Description => $"Cast {path} from {ConvertibleTypes.NameOf(from)} to {ConvertibleTypes.NameOf(to)}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => IsType(at.Value(path), ConvertibleTypes.NameOf(from));

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at) => onError is null
        ? [(IsType(Convert(at.Value(path), ConvertibleTypes.NameOf(to)), "null"), $"the value of {path} cannot be converted, and there is no onError")]
        : [];

    public override IReadOnlyList<FieldChange> Changes(FieldScope at)
    {
        var converted = Convert(at.Value(path), ConvertibleTypes.NameOf(to));
        return [FieldChange.Put(path, onError is null ? converted : new BsonDocument("$ifNull", new BsonArray([converted, Literal(onError)])))];
    }

    public override DeclaredStep? Inverse() => null;

    public override IEnumerable<StepFault> FindFaults(bool isInElement)
    {
        if (from == to || !ConvertibleTypes.Contains(from) || !ConvertibleTypes.Contains(to))
        {
            yield return new StepFault(MigrationErrorCode.FieldStepInvalid, $"{Description} is not a conversion. It converts from one to another of double, string, objectId, bool, date, int, long and decimal.");
        }

        if (onError?.BsonType == from)
        {
            yield return new StepFault(MigrationErrorCode.FieldStepInvalid, $"{Description} replaces values that cannot be cast by {onError.ToText()}, which has the type that is cast, so it would never finish. Give a value of another type.");
        }
    }
}

internal static class ConvertibleTypes
{
    private static readonly Dictionary<BsonType, string> Names = new()
    {
        [BsonType.Double] = "double",
        [BsonType.String] = "string",
        [BsonType.ObjectId] = "objectId",
        [BsonType.Boolean] = "bool",
        [BsonType.DateTime] = "date",
        [BsonType.Int32] = "int",
        [BsonType.Int64] = "long",
        [BsonType.Decimal128] = "decimal",
    };

    private static readonly BsonType[] Numbers = [BsonType.Double, BsonType.Int32, BsonType.Int64, BsonType.Decimal128];

    public static string NameOf(BsonType type) => Names.GetValueOrDefault(type) ?? type.ToString();

    public static bool Contains(BsonType type) => Names.ContainsKey(type);

    // For example every text but the empty one converts to true: where most values do not convert back, there is no way back.
    public static bool HaveExactConversion(BsonType from, BsonType to) => from != to && (IsExact(from, to) || IsExact(to, from));

    // Numbers that are equal may still differ: -0 and 0, 1.5 and 1.50.
    public static BsonValue AreExactlyEqual(BsonType type, BsonValue left, BsonValue right) => type is BsonType.Double or BsonType.Decimal128
        ? And(Same(left, right), Equal(Convert(left, "string"), Convert(right, "string")))
        : Same(left, right);

    private static bool IsExact(BsonType from, BsonType to) => from switch
    {
        BsonType.Boolean => Numbers.Contains(to),
        BsonType.ObjectId => to is BsonType.String,
        BsonType.DateTime => to is BsonType.String or BsonType.Int64,
        _ => Numbers.Contains(from) && (to is BsonType.String || Numbers.Contains(to)),
    };
}
