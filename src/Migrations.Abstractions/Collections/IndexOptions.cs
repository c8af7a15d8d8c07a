namespace Migrations;

/// <summary>Options of an index.</summary>
public sealed record IndexOptions
{
    /// <summary>Its name. Default: made of the key, for example <c>a_1_b_-1</c>.</summary>
    public string? Name { get; init; }

    /// <summary>Whether a key may occur once only. Default: false.</summary>
    public bool Unique { get; init; }

    /// <summary>Whether documents without the fields are left out. Default: false.</summary>
    public bool Sparse { get; init; }

    /// <summary>Which documents are indexed, for a partial index. Default: all.</summary>
    public BsonExpression? PartialFilter { get; init; }

    /// <summary>After what time documents expire, for a TTL index. Default: never.</summary>
    public TimeSpan? ExpireAfter { get; init; }

    /// <summary>Further fields of the index specification, for example <c>{ "collation": { ... } }</c>.</summary>
    public BsonExpression? Further { get; init; }
}
