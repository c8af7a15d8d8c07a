using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// What the server has to do for a step.
internal static class StepTranslation
{
    // One stage for the document as a whole. Its fields are set one by one: some servers write _id a second time when a document is replaced by another that has it.
    public static BsonDocument StageOf(DeclaredStep step)
    {
        var (root, fields) = (FieldScope.Root, new BsonDocument());
        var changes = step.Changes(root);
        foreach (var field in changes.GroupBy(c => c.Path.Parts[0]))
        {
            // Every field refuses the document by itself, because no server says which one it sets first.
            fields.Add(field.Key, Switch(Branches(step, root, root.Prefix + field.Key), root.FieldAfter(field.Key, [.. field])));
        }

        return new BsonDocument("$set", fields);
    }

    // An element of an array after a step.
    public static BsonValue Translate(DeclaredStep step, FieldScope at) => Switch(Branches(step, at, at.Document), at.After(step.Changes(at)));

    // A query that matches every document which the step applies to, or which it has to refuse.
    public static BsonDocument FilterOf(DeclaredStep step) => step.Query ?? new BsonDocument("$expr", IsConcerned(step, FieldScope.Root));

    public static BsonValue IsConcerned(DeclaredStep step, FieldScope at)
    {
        var arrays = step.Sources.Where(s => s.IsNested).Select(at.IsThroughArray).ToList();
        return arrays.Count == 0 ? step.MayApply(at) : Or([.. arrays, step.MayApply(at)]);
    }

    private static IEnumerable<(BsonValue Case, BsonValue Then)> Branches(DeclaredStep step, FieldScope at, BsonValue kept)
    {
        foreach (var source in step.Sources.Where(s => s.IsNested))
        {
            yield return (at.IsThroughArray(source), StepRefusal.Raise(step, $"the way to {source} leads through an array; steps for its elements are named with ForEach"));
        }

        yield return (Not(step.Applies(at)), kept);
        foreach (var target in step.Targets.Where(t => t.IsNested))
        {
            yield return (at.IsBlocked(target), StepRefusal.Raise(step, $"on the way to {target} there is something that is no document, which would be lost"));
        }

        foreach (var (condition, reason) in step.Refusals(at))
        {
            yield return (condition, StepRefusal.Raise(step, reason));
        }
    }
}
