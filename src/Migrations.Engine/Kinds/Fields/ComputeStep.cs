using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// Also a default, which is an expression that gives a constant.
internal sealed class ComputeStep(FieldPath path, AuthorExpression expression) : DeclaredStep
{
    public override string Description => expression.IsConstant ? $"Set {path} to {expression} where it is missing" : $"Compute {path} where it is missing";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonDocument? Query => path.IsNested ? null : new BsonDocument(path.Text, new BsonDocument("$exists", false));

    // The expression may look at what an earlier step makes, so it cannot be asked before.
    public override BsonValue MayApply(FieldScope at) => at.IsMissing(path);

    public override BsonValue Applies(FieldScope at) => expression.IsConstant ? at.IsMissing(path) : And(at.IsMissing(path), Not(IsType(expression.In(at), "missing")));

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, expression.In(at))];

    public override DeclaredStep? Inverse() => expression.IsRepeatable ? new RemoveStep(path, expression) : null;
}
