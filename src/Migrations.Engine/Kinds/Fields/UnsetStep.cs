using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class UnsetStep(FieldPath path, BsonValue? back) : DeclaredStep
{
    public override string Description => $"Unset {path}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [];

    public override BsonDocument? Query => path.IsNested ? null : new BsonDocument(path.Text, new BsonDocument("$exists", true));

    public override BsonValue MayApply(FieldScope at) => at.Exists(path);

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Take(path)];

    public override DeclaredStep? Inverse() => back is null ? null : new ComputeStep(path, AuthorExpression.Constant(back));
}
