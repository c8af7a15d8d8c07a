using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// A step on the way back. An array on the way to its fields cannot be of the migration's making, so the document was never its own and is left alone.
internal sealed class BackStep(DeclaredStep step) : DeclaredStep
{
    public override string Description => step.Description;

    public override IReadOnlyList<FieldPath> Sources => [];

    public override IReadOnlyList<FieldPath> Targets => step.Targets;

    public override BsonDocument? Query => step.Query;

    public override BsonValue MayApply(FieldScope at) => Unless(at, step.MayApply(at));

    public override BsonValue Applies(FieldScope at) => Unless(at, step.Applies(at));

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at) => step.Refusals(at);

    public override IEnumerable<(BsonValue Case, BsonValue Reason)> SameNames(FieldScope at) => step.SameNames(at);

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => step.Changes(at);

    public override DeclaredStep? Inverse() => step.Inverse();

    private BsonValue Unless(FieldScope at, BsonValue condition)
    {
        var arrays = step.Sources.Where(s => s.IsNested).Select(at.IsThroughArray).ToList();
        return arrays.Count == 0 ? condition : And(Not(Or(arrays)), condition);
    }
}
