using Migrations.Bytes;
using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

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

    // Whether it gives the same tomorrow.
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
