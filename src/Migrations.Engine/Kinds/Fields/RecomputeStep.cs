using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Fields;

// Nothing shows in the field itself that it was computed anew; the author's filter has to.
internal sealed class RecomputeStep(FieldPath path, AuthorExpression expression, AuthorExpression? back) : DeclaredStep
{
    public override string Description => $"Recompute {path}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override bool NeedsFilter => true;

    public override BsonValue MayApply(FieldScope at) => at.Exists(path);

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, expression.In(at))];

    public override DeclaredStep? Inverse() => back is null ? null : new RecomputeStep(path, back, expression);
}
