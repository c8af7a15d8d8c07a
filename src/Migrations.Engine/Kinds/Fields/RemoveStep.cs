using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// The way back of a default or of a computed field: what has another value now is somebody's own.
internal sealed class RemoveStep(FieldPath path, AuthorExpression expression) : DeclaredStep
{
    public override string Description => expression.IsConstant ? $"Remove {path} where it is {expression}" : $"Remove {path} where it is as computed";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [];

    public override BsonDocument? Query => path.IsNested ? null : new BsonDocument(path.Text, new BsonDocument("$exists", true));

    public override BsonValue MayApply(FieldScope at) => at.Exists(path);

    public override BsonValue Applies(FieldScope at) => And(at.Exists(path), Same(at.Value(path), expression.In(at)));

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Take(path)];

    public override DeclaredStep Inverse() => new ComputeStep(path, expression);
}
