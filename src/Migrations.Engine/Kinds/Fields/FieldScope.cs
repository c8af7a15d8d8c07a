using MongoDB.Bson;
using static Migrations.Engine.Kinds.Fields.Expressions;

namespace Migrations.Engine.Kinds.Fields;

// The document that an expression is about: the whole one, or one that a variable holds.
internal sealed record FieldScope(string Prefix, BsonValue Document, int Depth)
{
    public static FieldScope Root { get; } = new("$", "$$ROOT", 0);

    public bool IsRoot => Depth == 0;

    public string Variable => $"d{Depth}";

    public FieldScope Inner() => new($"$$d{Depth + 1}.", $"$$d{Depth + 1}", Depth + 1);

    public BsonValue Value(FieldPath path) => Prefix + path.Text;

    public BsonValue Exists(FieldPath path) => Not(IsMissing(path));

    public BsonValue IsMissing(FieldPath path) => IsType(Value(path), "missing");

    // An array anywhere in the path makes the result an array: a path through an array gives the values of its elements.
    public BsonValue IsThroughArray(FieldPath path) => new BsonDocument("$isArray", new BsonArray([Prefix + path.Parent]));

    // Whether a value in the path is not a document, so that nothing can be set in it.
    public BsonValue IsBlocked(FieldPath path) =>
        Or(path.Ancestors.Select(a => Not(new BsonDocument("$in", new BsonArray([TypeOf(Value(a)), new BsonArray(["object", "missing"])])))));

    // The document after changes. Documents in the path to a field are created if missing, and removed if left empty.
    public BsonValue After(IReadOnlyList<FieldChange> changes) => Chain([.. changes.Select(c => (Func<FieldScope, BsonValue>)(now => now.Apply(c, 0)))]);

    // The same for one field of the document as a whole, of which all changes are.
    public BsonValue FieldAfter(string name, IReadOnlyList<FieldChange> changes)
    {
        if (changes is [var only])
        {
            return !only.Path.IsNested ? only.Value ?? "$$REMOVE"
                : only.Value is not null ? Apply(only, 1)
                : Let("rest", Apply(only, 1), If(Equal("$$rest", EmptyDocument), "$$REMOVE", "$$rest"));
        }

        var alone = Inner();
        return Let(alone.Variable, new BsonDocument(name, Prefix + name), new BsonDocument("$getField", new BsonDocument { { "field", name }, { "input", alone.After(changes) } }));
    }

    // Each change on the result of the one before.
    public BsonValue Chain(IReadOnlyList<Func<FieldScope, BsonValue>> changes) => Chain(changes, 0);

    private BsonDocument Apply(FieldChange change, int depth) => change.Value is { } value ? Put(change.Path, depth, value) : Take(change.Path, depth);

    private BsonDocument Put(FieldPath path, int depth, BsonValue value)
    {
        var inner = depth == path.Parts.Count - 1 ? value : Put(path, depth + 1, value);
        return SetField(path.Parts[depth], depth == 0 ? Document : new BsonDocument("$ifNull", new BsonArray([Container(path, depth), EmptyDocument])), inner);
    }

    private BsonDocument Take(FieldPath path, int depth)
    {
        var container = depth == 0 ? Document : Container(path, depth);
        var without = UnsetField(path.Parts[depth], container);
        return depth == path.Parts.Count - 1
            ? without
            : Let("rest", Take(path, depth + 1), If(Equal("$$rest", EmptyDocument), without, SetField(path.Parts[depth], container, "$$rest")));
    }

    private BsonValue Chain(IReadOnlyList<Func<FieldScope, BsonValue>> changes, int index)
    {
        var next = Inner();
        return index == changes.Count - 1 ? changes[index](this) : Let(next.Variable, changes[index](this), next.Chain(changes, index + 1));
    }

    private BsonValue Container(FieldPath path, int depth) => Prefix + string.Join('.', path.Parts.Take(depth));
}

// A field, by its names from the outside in.
internal sealed record FieldPath(string Text)
{
    public IReadOnlyList<string> Parts { get; } = Text.Split('.');

    public string Parent => string.Join('.', Parts.SkipLast(1));

    public bool IsNested => Parts.Count > 1;

    // The documents in the path, from the outside in.
    public IEnumerable<FieldPath> Ancestors => Enumerable.Range(1, Parts.Count - 1).Select(n => new FieldPath(string.Join('.', Parts.Take(n))));

    // Whether one is the other, or is nested in it.
    public bool Overlaps(FieldPath other) => Parts.Zip(other.Parts).All(pair => pair.First == pair.Second);

    // Null for a valid path. Elements of arrays may have an _id that is a field like any other.
    public string? FindFault(bool isInElement) =>
        Text.Length == 0 ? "the path is empty"
        : Parts.Any(p => p.Length == 0) ? $"the path '{Text}' has an empty name"
        : Parts.Any(p => p[0] == '$') ? $"the path '{Text}' has a name that starts with '$', which the server takes for an operator"
        : Text.Contains('\0', StringComparison.Ordinal) ? $"the path '{Text.Replace("\0", "\\0", StringComparison.Ordinal)}' has a character that a name must not have"
        : !isInElement && Parts[0] == "_id" ? $"the path '{Text}' is the _id, which the server never changes"
        : null;

    public override string ToString() => $"'{Text}'";
}
