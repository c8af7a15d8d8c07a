using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// A field migration as the server runs it, in one direction.
internal sealed record FieldProgram(BsonDocument Filter, BsonArray Pipeline, IReadOnlyList<string> Steps)
{
    public static FieldProgram Of(FieldMigration body, MigrationDirection direction)
    {
        var steps = FieldDeclaration.StepsOf(body);
        return direction == MigrationDirection.Up
            ? Create(steps, body.RenderFilter(direction))
            : Create([.. steps.Reverse().Select(s => s.Back()!)], body.RenderFilter(direction));
    }

    private static FieldProgram Create(IReadOnlyList<DeclaredStep> steps, BsonDocument chosen) => new(
        Narrow(chosen, AnyOf([.. steps.Select(StepTranslation.FilterOf)])),
        new BsonArray([DuplicateFieldNames.StageOf(steps), .. steps.Select(StepTranslation.StageOf)]),
        [.. steps.Select(s => s.Description)]);

    private static BsonDocument Narrow(BsonDocument chosen, BsonDocument concerned) => chosen.ElementCount == 0 ? concerned : new BsonDocument("$and", new BsonArray([chosen, concerned]));

    private static BsonDocument AnyOf(IReadOnlyList<BsonDocument> filters) => filters.Count == 1 ? filters[0] : Or(filters);
}

// How the server carries out a step.
internal static class StepTranslation
{
    // One stage for the document as a whole. Its fields are set one by one: some servers write _id a second time when a document is replaced by another that has it.
    public static BsonDocument StageOf(DeclaredStep step)
    {
        var (root, fields) = (FieldScope.Root, new BsonDocument());
        var changes = step.Changes(root);
        foreach (var field in changes.GroupBy(c => c.Path.Parts[0]))
        {
            // Every field can refuse the document, because no server says which one it sets first.
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
            yield return (at.IsThroughArray(source), StepRefusal.Raise(step, $"the path to {source} leads through an array; use ForEach for its elements"));
        }

        yield return (Not(step.Applies(at)), kept);
        foreach (var target in step.Targets.Where(t => t.IsNested))
        {
            yield return (at.IsBlocked(target), StepRefusal.Raise(step, $"on the path to {target} there is a value that is not a document, which would be lost"));
        }

        foreach (var (condition, reason) in step.Refusals(at))
        {
            yield return (condition, StepRefusal.Raise(step, reason));
        }
    }
}

// A document may hold several fields of one name. An update reads the first of them, and writes or removes all, so the documents that a step reads must have every name only once.
internal static class DuplicateFieldNames
{
    // Before the first step: what comes after it has only the fields that the step left.
    public static BsonDocument StageOf(IReadOnlyList<DeclaredStep> steps)
    {
        var field = steps[0].Changes(FieldScope.Root)[0].Path.Parts[0];
        // Several steps may read the same document; the first of them checks it for all.
        var refusals = steps.SelectMany(step => step.DuplicateFieldNames(FieldScope.Root).Select(refusal => (refusal.Case, StepRefusal.Raise(step, refusal.Reason)))).DistinctBy(r => r.Case);
        return new BsonDocument("$set", new BsonDocument(field, Switch(refusals, FieldScope.Root.Prefix + field)));
    }

    // Never by comparing names, which would follow the collection's collation: an object that is made of the fields keeps one of each name.
    public static BsonDocument AreIn(BsonValue document) => Not(Equal(Size(FieldsOf(document)), Size(FieldsOf(EachOnce(document)))));

    // Up to the first that stands there again both have the same names.
    public static BsonDocument FirstIn(BsonValue document)
    {
        var differ = Not(Equal(At("$$names", "$$i"), At("$$once", "$$i")));
        var places = new BsonDocument("$filter", new BsonDocument { { "input", new BsonDocument("$range", new BsonArray([0, Size("$$names")])) }, { "as", "i" }, { "cond", differ } });
        return Let("names", NamesOf(document), Let("once", NamesOf(EachOnce(document)), At("$$names", At(places, 0))));
    }

    private static BsonDocument FieldsOf(BsonValue document) => new("$objectToArray", document);

    private static BsonDocument EachOnce(BsonValue document) => new("$arrayToObject", FieldsOf(document));

    private static BsonDocument NamesOf(BsonValue document) => Map(FieldsOf(document), "f", "$$f.k");

    private static BsonDocument Size(BsonValue array) => new("$size", array);

    private static BsonDocument At(BsonValue array, BsonValue index) => new("$arrayElemAt", new BsonArray([array, index]));
}
