using Migrations.Bytes;
using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class CastStep(FieldPath path, BsonType from, BsonType to, BsonValue? onError) : DeclaredStep
{
    public override string Description => $"Cast {path} from {ConvertibleTypes.NameOf(from)} to {ConvertibleTypes.NameOf(to)}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => IsType(at.Value(path), ConvertibleTypes.NameOf(from));

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at) => onError is null
        ? [(IsType(Convert(at.Value(path), ConvertibleTypes.NameOf(to)), "null"), $"the value of {path} is none that can be converted, and it is not said what it becomes then (onError)")]
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
            yield return new StepFault(MigrationErrorCode.FieldStepInvalid, $"{Description} is no conversion. It is from one to another of double, string, objectId, bool, date, int, long and decimal.");
        }

        if (onError?.BsonType == from)
        {
            yield return new StepFault(MigrationErrorCode.FieldStepInvalid, $"{Description} gives values that cannot be cast {onError.ToText()}, which has the type that is cast, so it would never come to an end. Give a value of another type.");
        }
    }
}
