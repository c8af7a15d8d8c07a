using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class JoinStep(FieldPath path, string separator, IReadOnlyList<FieldPath> parts) : DeclaredStep
{
    public override string Description => $"Join {string.Join(", ", parts)} to {path}";

    public override IReadOnlyList<FieldPath> Sources => parts;

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => Or(parts.Select(at.Exists));

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at)
    {
        yield return (Or(parts.Select(part => Not(IsType(at.Value(part), "string")))), $"not each of {string.Join(", ", parts)} is a text");
        yield return (at.Exists(path), $"it has {path} already");
        yield return (Not(Equal(new BsonDocument("$split", new BsonArray([Text(at), Literal(separator)])), new BsonArray(parts.Select(at.Value)))), "what is joined would not come apart again in the same way, because of a separator within it");
    }

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, Text(at)), .. parts.Select(FieldChange.Take)];

    public override DeclaredStep Inverse() => new SplitStep(path, separator, parts);

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => PartFaults.Find(Description, separator, parts);

    private BsonDocument Text(FieldScope at) => new("$concat", new BsonArray(parts.SelectMany((part, i) => i == 0 ? [at.Value(part)] : new[] { Literal(separator), at.Value(part) })));
}
