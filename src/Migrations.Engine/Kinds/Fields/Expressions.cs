using Migrations.Bytes;
using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

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

// An expression as the author wrote it, or a constant.
internal sealed class AuthorExpression
{
    private static readonly string[] Unrepeatable = ["$rand", "$sampleRate", "$function", "$accumulator"];
    private static readonly string[] UnrepeatableVariables = ["$$NOW", "$$CLUSTER_TIME"];
    private readonly BsonValue _value;

    public AuthorExpression(BsonValue expression)
    {
        _value = expression;
        IsRepeatable = !Varies(expression);
    }

    private AuthorExpression(BsonDocument literal, bool isConstant)
    {
        _value = literal;
        IsConstant = isConstant;
        IsRepeatable = true;
    }

    public bool IsConstant { get; }

    // Whether it is deterministic.
    public bool IsRepeatable { get; }

    public static AuthorExpression Constant(BsonValue value) => new(Literal(value), isConstant: true);

    // Paths in it are those of the whole document; an element of an array is $$this.
    public BsonValue In(FieldScope at) => at.IsRoot || IsConstant ? _value : Let("this", at.Document, _value);

    public override string ToString() => IsConstant ? ((BsonDocument)_value)["$literal"].ToText() : _value.ToText();

    private static bool Varies(BsonValue value) => value switch
    {
        BsonString { Value: var text } => UnrepeatableVariables.Any(v => text == v || text.StartsWith(v + ".", StringComparison.Ordinal)),
        BsonDocument document => document.Elements.Any(e => Unrepeatable.Contains(e.Name, StringComparer.Ordinal) || Varies(e.Value)),
        BsonArray array => array.Any(Varies),
        _ => false,
    };
}
