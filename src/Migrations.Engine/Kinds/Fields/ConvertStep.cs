using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// Values of one type to another, so that nothing is lost: what would come back in another way is refused.
internal sealed class ConvertStep(FieldPath path, BsonType from, BsonType to) : DeclaredStep
{
    public override string Description => $"Convert {path} from {ConvertibleTypes.NameOf(from)} to {ConvertibleTypes.NameOf(to)}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => IsType(at.Value(path), ConvertibleTypes.NameOf(from));

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at)
    {
        var converted = Convert(at.Value(path), ConvertibleTypes.NameOf(to));
        yield return (IsType(converted, "null"), $"the value of {path} is none that can be converted");
        yield return (Not(ConvertibleTypes.AreExactlyEqual(from, at.Value(path), Convert(converted, ConvertibleTypes.NameOf(from)))), $"the value of {path} would not come back as it is; Cast converts it nevertheless");
    }

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, Convert(at.Value(path), ConvertibleTypes.NameOf(to)))];

    public override DeclaredStep Inverse() => new ConvertStep(path, to, from);

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => ConvertibleTypes.HaveExactConversion(from, to)
        ? []
        : [new StepFault(MigrationErrorCode.FieldStepInvalid, $"{Description} has no exact way there and back. Exact are numbers among each other and to and from string, bool to and from numbers, objectId to and from string, date to and from string and long. Use Cast, or Recompute with an expression.")];
}
