using System.Globalization;
using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// A step, and how the server carries it out. Applying it twice is the same as applying it once, because it does not apply to its own result.
internal abstract class DeclaredStep
{
    public abstract string Description { get; }

    // The fields that it reads. An array in the path is refused, because it is not clear what is meant.
    public abstract IReadOnlyList<FieldPath> Sources { get; }

    // The fields that it writes; every value in the path must be a document.
    public abstract IReadOnlyList<FieldPath> Targets { get; }

    // Whether the author's own filter has to leave out what is migrated.
    public virtual bool NeedsFilter => false;

    // Matches every document that it applies to, and maybe more.
    public abstract BsonValue MayApply(FieldScope at);

    public virtual BsonValue Applies(FieldScope at) => MayApply(at);

    // The same as a query, if one is exact and the field is not nested.
    public virtual BsonDocument? Query => null;

    public virtual IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at) => [];

    // Documents that it reads and that have a field name twice.
    public virtual IEnumerable<(BsonValue Case, BsonValue Reason)> DuplicateFieldNames(FieldScope at)
    {
        yield return (Fields.DuplicateFieldNames.AreIn(at.Document), Twice("", at.Document));
        foreach (var inner in Changed.SelectMany(c => c.Ancestors).Distinct())
        {
            yield return (If(IsType(at.Value(inner), "object"), Fields.DuplicateFieldNames.AreIn(at.Value(inner)), false), Twice($"{inner.Text}.", at.Value(inner)));
        }
    }

    // What is written where, computed from the document before the step.
    public abstract IReadOnlyList<FieldChange> Changes(FieldScope at);

    // Null if the old value cannot be known.
    public abstract DeclaredStep? Inverse();

    // The inverse step.
    public DeclaredStep? Back() => Inverse() is { } inverse ? new InverseStep(inverse) : null;

    public virtual IEnumerable<StepFault> FindFaults(bool isInElement) => [];

    // The steps that have no way back: itself, or some nested in it.
    public virtual IEnumerable<string> Irreversible() => Inverse() is null ? [Description] : [];

    public IEnumerable<FieldPath> Changed => Sources.Union(Targets);

    private static BsonDocument Twice(string way, BsonValue document) =>
        new("$concat", new BsonArray([Literal($"it has the field '{way}"), Fields.DuplicateFieldNames.FirstIn(document), Literal("' more than once, and only one of them would be left")]));
}

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

// Null removes the field.
internal sealed record FieldChange(FieldPath Path, BsonValue? Value)
{
    public static FieldChange Put(FieldPath path, BsonValue value) => new(path, value);

    public static FieldChange Take(FieldPath path) => new(path, null);
}

internal sealed record StepFault(MigrationErrorCode Code, string Text)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"MIG{(int)Code}: {Text}");
}
