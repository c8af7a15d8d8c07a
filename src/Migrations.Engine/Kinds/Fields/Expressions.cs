using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Fields;

// The operators that the steps are written in. All of them mean the same on MongoDB 5.0 and newer and on the local server.
internal static class Expressions
{
    public static BsonValue EmptyDocument => Literal(new BsonDocument());

    // Never a bare constant: a text that starts with '$' would be a field.
    public static BsonDocument Literal(BsonValue value) => new("$literal", value);

    public static BsonDocument TypeOf(BsonValue value) => new("$type", value);

    public static BsonDocument IsType(BsonValue value, string type) => Equal(TypeOf(value), type);

    public static BsonDocument Equal(BsonValue left, BsonValue right) => new("$eq", new BsonArray([left, right]));

    // $eq alone takes 1 and 1.0 for the same.
    public static BsonDocument Same(BsonValue left, BsonValue right) => And(Equal(TypeOf(left), TypeOf(right)), Equal(left, right));

    public static BsonDocument Not(BsonValue condition) => new("$not", new BsonArray([condition]));

    public static BsonDocument And(params IEnumerable<BsonValue> conditions) => new("$and", new BsonArray(conditions));

    public static BsonDocument Or(params IEnumerable<BsonValue> conditions) => new("$or", new BsonArray(conditions));

    public static BsonDocument If(BsonValue condition, BsonValue then, BsonValue otherwise) => new("$cond", new BsonArray([condition, then, otherwise]));

    public static BsonDocument Let(string variable, BsonValue value, BsonValue expression) =>
        new("$let", new BsonDocument { { "vars", new BsonDocument(variable, value) }, { "in", expression } });

    public static BsonDocument Switch(IEnumerable<(BsonValue Case, BsonValue Then)> branches, BsonValue otherwise) =>
        new("$switch", new BsonDocument { { "branches", new BsonArray(branches.Select(b => new BsonDocument { { "case", b.Case }, { "then", b.Then } })) }, { "default", otherwise } });

    public static BsonDocument Map(BsonValue array, string variable, BsonValue expression) =>
        new("$map", new BsonDocument { { "input", array }, { "as", variable }, { "in", expression } });

    // Null if it cannot be converted.
    public static BsonDocument Convert(BsonValue value, string type) => new("$convert", new BsonDocument { { "input", value }, { "to", type }, { "onError", BsonNull.Value } });

    public static BsonDocument SetField(string name, BsonValue document, BsonValue value) =>
        new("$setField", new BsonDocument { { "field", name }, { "input", document }, { "value", value } });

    public static BsonDocument UnsetField(string name, BsonValue document) => new("$unsetField", new BsonDocument { { "field", name }, { "input", document } });
}
