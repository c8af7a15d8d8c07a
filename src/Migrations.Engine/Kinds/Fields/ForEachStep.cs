using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class ForEachStep(FieldPath path, IReadOnlyList<DeclaredStep> steps) : DeclaredStep
{
    public override string Description => $"For each document in {path}: {string.Join(", ", steps.Select(s => s.Description))}";

    public override IReadOnlyList<FieldPath> Sources => [path];

    public override IReadOnlyList<FieldPath> Targets => [path];

    public override bool NeedsFilter => steps.Any(s => s.NeedsFilter);

    public override BsonValue MayApply(FieldScope at)
    {
        var element = at.Inner();
        var isConcerned = And(IsDocument(element), Or(steps.Select(step => StepTranslation.IsConcerned(step, element))));
        return AnyElement(at, element, isConcerned);
    }

    public override IEnumerable<(BsonValue Case, BsonValue Reason)> SameNames(FieldScope at)
    {
        var element = at.Inner();
        var inElement = If(IsDocument(element), Or(steps.SelectMany(s => s.SameNames(element)).Select(s => s.Case)), false);
        return [.. base.SameNames(at), (AnyElement(at, element, inElement), Literal($"a document in {path} has a field more than once, and only one of them would be left"))];
    }

    public override IReadOnlyList<FieldChange> Changes(FieldScope at)
    {
        var element = at.Inner();
        var changed = element.Chain([.. steps.Select(step => (Func<FieldScope, BsonValue>)(now => StepTranslation.Translate(step, now)))]);
        return [FieldChange.Put(path, Map(at.Value(path), element.Variable, If(IsDocument(element), changed, element.Document)))];
    }

    public override DeclaredStep? Inverse()
    {
        var inverses = steps.Reverse().Select(s => s.Back()).ToList();
        return inverses.Contains(null) ? null : new ForEachStep(path, [.. inverses.OfType<DeclaredStep>()]);
    }

    public override IEnumerable<StepFault> FindFaults(bool isInElement) => StepFaults.Find(steps, isInElement: true).Select(f => f with { Text = $"Within ForEach {path}: {f.Text}" });

    public override IEnumerable<string> Irreversible() => steps.SelectMany(s => s.Irreversible()).Select(text => $"{text} (in {path})");

    private BsonDocument AnyElement(FieldScope at, FieldScope element, BsonValue condition) =>
        If(new BsonDocument("$isArray", new BsonArray([at.Value(path)])), new BsonDocument("$anyElementTrue", new BsonArray([Map(at.Value(path), element.Variable, condition)])), false);

    private static BsonDocument IsDocument(FieldScope element) => IsType(element.Document, "object");
}
