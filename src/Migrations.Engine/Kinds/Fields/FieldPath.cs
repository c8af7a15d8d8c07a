namespace Migrations.Engine.Kinds.Fields;

// A field by its names from the outside in.
internal sealed record FieldPath(string Text)
{
    public IReadOnlyList<string> Parts { get; } = Text.Split('.');

    public string Parent => string.Join('.', Parts.SkipLast(1));

    public bool IsNested => Parts.Count > 1;

    // The documents on the way, from the outside in.
    public IEnumerable<FieldPath> Ancestors => Enumerable.Range(1, Parts.Count - 1).Select(n => new FieldPath(string.Join('.', Parts.Take(n))));

    // Whether one is the other or lies within it.
    public bool Overlaps(FieldPath other) => Parts.Zip(other.Parts).All(pair => pair.First == pair.Second);

    // Null for a path that can be. Elements of arrays may have an _id that is a field like any other.
    public string? FindFault(bool isInElement) =>
        Text.Length == 0 ? "the path is empty"
        : Parts.Any(p => p.Length == 0) ? $"the path '{Text}' has an empty name"
        : Parts.Any(p => p[0] == '$') ? $"the path '{Text}' has a name that starts with '$', which the server takes for an operator"
        : Text.Contains('\0', StringComparison.Ordinal) ? $"the path '{Text.Replace("\0", "\\0", StringComparison.Ordinal)}' has a character that no name may have"
        : !isInElement && Parts[0] == "_id" ? $"the path '{Text}' is that of the _id, which the server never changes"
        : null;

    public override string ToString() => $"'{Text}'";
}
