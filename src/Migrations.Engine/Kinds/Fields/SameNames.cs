using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// A document may hold several fields of one name. An update reads the first of them, and writes or takes away all, so what a step looks into has to have every name once.
internal static class SameNames
{
    // Before the first step: what comes after it has only the fields that the step left.
    public static BsonDocument StageOf(IReadOnlyList<DeclaredStep> steps)
    {
        var field = steps[0].Changes(FieldScope.Root)[0].Path.Parts[0];
        // Steps share documents that they look into; the first of them speaks for all.
        var refusals = steps.SelectMany(step => step.SameNames(FieldScope.Root).Select(refusal => (refusal.Case, StepRefusal.Raise(step, refusal.Reason)))).DistinctBy(r => r.Case);
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
