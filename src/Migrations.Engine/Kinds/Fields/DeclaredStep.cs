using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// A step and what the server has to do for it. Taking it twice is the same as taking it once, because it does not apply to its own result.
internal abstract class DeclaredStep
{
    public abstract string Description { get; }

    // What it looks at. An array on the way there cannot be told from what was meant, so it is refused.
    public abstract IReadOnlyList<FieldPath> Sources { get; }

    // What it writes; nothing that is no document may stand on the way there.
    public abstract IReadOnlyList<FieldPath> Targets { get; }

    // Whether the author's own filter has to leave out what is migrated.
    public virtual bool NeedsFilter => false;

    // True of every document that it applies to, and maybe of more.
    public abstract BsonValue MayApply(FieldScope at);

    public virtual BsonValue Applies(FieldScope at) => MayApply(at);

    // The same as a query, where one says it exactly for a field that is not nested.
    public virtual BsonDocument? Query => null;

    public virtual IEnumerable<(BsonValue Case, string Reason)> Refusals(FieldScope at) => [];

    // Documents that it looks into and that hold a name twice.
    public virtual IEnumerable<(BsonValue Case, BsonValue Reason)> SameNames(FieldScope at)
    {
        yield return (Fields.SameNames.AreIn(at.Document), Twice("", at.Document));
        foreach (var inner in Changed.SelectMany(c => c.Ancestors).Distinct())
        {
            yield return (If(IsType(at.Value(inner), "object"), Fields.SameNames.AreIn(at.Value(inner)), false), Twice($"{inner.Text}.", at.Value(inner)));
        }
    }

    // What is written where, out of what the document was before the step.
    public abstract IReadOnlyList<FieldChange> Changes(FieldScope at);

    // Null where what was there cannot be known.
    public abstract DeclaredStep? Inverse();

    // The inverse as it is taken.
    public DeclaredStep? Back() => Inverse() is { } inverse ? new BackStep(inverse) : null;

    public virtual IEnumerable<StepFault> FindFaults(bool isInElement) => [];

    // The steps that have no way back: itself, or some of those within it.
    public virtual IEnumerable<string> Irreversible() => Inverse() is null ? [Description] : [];

    public IEnumerable<FieldPath> Changed => Sources.Union(Targets);

    private static BsonDocument Twice(string way, BsonValue document) =>
        new("$concat", new BsonArray([Literal($"it has the field '{way}"), Fields.SameNames.FirstIn(document), Literal("' more than once, and only one of them would be left")]));
}
