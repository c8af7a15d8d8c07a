using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class SplitStep(FieldPath path, string separator, IReadOnlyList<FieldPath> parts) : DeclaredStep
{
    public override string Description => $"Split {path} into {string.Join(", ", parts)}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => parts;

    public override BsonValue MayApply(FieldScope at) => IsType(at.Value(path), "string");

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at)
    {
        yield return (Not(Equal(new BsonDocument("$size", Texts(at)), parts.Count)), $"{path} has not {parts.Count} parts");
        yield return (Or(parts.Select(at.Exists)), $"it has one of {string.Join(", ", parts)} already");
    }

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) =>
        [.. parts.Select((part, i) => FieldChange.Put(part, new BsonDocument("$arrayElemAt", new BsonArray([Texts(at), i])))), FieldChange.Take(path)];

    public override DeclaredStep Inverse() => new JoinStep(path, separator, parts);

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => PartFaults.Find(Description, separator, parts);

    private BsonDocument Texts(FieldScope at) => new("$split", new BsonArray([at.Value(path), Literal(separator)]));
}
