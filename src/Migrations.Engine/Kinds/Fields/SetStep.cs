using Migrations.Bytes;
using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class SetStep(FieldPath path, BsonValue value) : DeclaredStep
{
    public override string Description => $"Set {path} to {value.ToText()}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => Not(Same(at.Value(path), Literal(value)));

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, Literal(value))];

    public override DeclaredStep? Inverse() => null;
}
