using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// A step on the way back. An array in the path to its fields cannot come from this migration, so the document was never migrated and is left alone.
internal sealed class InverseStep(DeclaredStep step) : DeclaredStep
{
    public override string Description => step.Description;

    public override IReadOnlyList<FieldPath> Sources => [];

    public override IReadOnlyList<FieldPath> Targets => step.Targets;

    public override BsonDocument? Query => step.Query;

    public override BsonValue MayApply(FieldScope at) => Unless(at, step.MayApply(at));

    public override BsonValue Applies(FieldScope at) => Unless(at, step.Applies(at));

    public override IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at) => step.Refusals(at);

    public override IEnumerable<(BsonValue Case, BsonValue Reason)> DuplicateFieldNames(FieldScope at) => step.DuplicateFieldNames(at);

    public override IReadOnlyList<FieldChange> Changes(FieldScope at) => step.Changes(at);

    public override DeclaredStep? Inverse() => step.Inverse();

    private BsonValue Unless(FieldScope at, BsonValue condition)
    {
        var arrays = step.Sources.Where(s => s.IsNested).Select(at.IsThroughArray).ToList();
        return arrays.Count == 0 ? condition : And(Not(Or(arrays)), condition);
    }
}
