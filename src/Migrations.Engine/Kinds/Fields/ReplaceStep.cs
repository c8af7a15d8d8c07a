using Migrations.Bytes;
using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class ReplaceStep(FieldPath path, BsonValue from, BsonValue to) : DeclaredStep
{
    public override string Description => $"Replace {from.ToText()} in {path} by {to.ToText()}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => Same(at.Value(path), Literal(from));

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, Literal(to))];

    public override DeclaredStep Inverse() => new ReplaceStep(path, to, from);

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => from == to
        ? [new StepFault(MigrationErrorCode.FieldStepInvalid, $"{Description} replaces a value by itself. Name two values, or take the step away.")]
        : [];
}
