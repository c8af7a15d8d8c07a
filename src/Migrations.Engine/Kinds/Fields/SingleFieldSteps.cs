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

internal sealed class ReplaceStep(FieldPath path, BsonValue from, BsonValue to) : DeclaredStep
{
    public override string Description => $"Replace {from.ToText()} in {path} by {to.ToText()}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonValue MayApply(FieldScope at) => Same(at.Value(path), Literal(from));

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, Literal(to))];

    public override DeclaredStep Inverse() => new ReplaceStep(path, to, from);

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => from == to
        ? [new StepFault(MigrationErrorCode.FieldStepInvalid, $"{Description} replaces a value by itself. Name two values, or remove the step.")]
        : [];
}

internal sealed class RenameStep(FieldPath from, FieldPath to) : DeclaredStep
{
    public override string Description => $"Rename {from} to {to}";

    public override IReadOnlyList<FieldPath> Sources => [from];

    public override IReadOnlyList<FieldPath> Targets => [to];

    public override BsonDocument? Query => from.IsNested ? null : new BsonDocument(from.Text, new BsonDocument("$exists", true));

    public override BsonValue MayApply(FieldScope at) => at.Exists(from);

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at) => [(at.Exists(to), $"it has {to} already")];

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(to, at.Value(from)), FieldChange.Take(from)];

    public override DeclaredStep Inverse() => new RenameStep(to, from);
}

// Also a default, which is an expression that gives a constant.
internal sealed class ComputeStep(FieldPath path, AuthorExpression expression) : DeclaredStep
{
    public override string Description => expression.IsConstant ? $"Set {path} to {expression} where it is missing" : $"Compute {path} where it is missing";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override BsonDocument? Query => path.IsNested ? null : new BsonDocument(path.Text, new BsonDocument("$exists", false));

    // The expression may use the result of an earlier step, so it cannot be evaluated before.
    public override BsonValue MayApply(FieldScope at) => at.IsMissing(path);

    public override BsonValue Applies(FieldScope at) => expression.IsConstant ? at.IsMissing(path) : And(at.IsMissing(path), Not(IsType(expression.In(at), "missing")));

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => [FieldChange.Put(path, expression.In(at))];

    public override DeclaredStep? Inverse() => expression.IsRepeatable ? new RemoveStep(path, expression) : null;
}

// The way back of a default or a computed field: a field with another value was changed by somebody.
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

// The field itself does not show that it was recomputed; the author's filter has to.
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
