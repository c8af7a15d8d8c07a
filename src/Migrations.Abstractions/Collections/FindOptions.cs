namespace Migrations;

/// <summary>How documents are found.</summary>
public sealed record FindOptions
{
    /// <summary>The order, for example <c>{ "_id": 1 }</c>. Default: none.</summary>
    public BsonExpression? Sort { get; init; }

    /// <summary>Which fields are returned. Default: all.</summary>
    public BsonExpression? Projection { get; init; }

    /// <summary>How many documents at most. Default: 0, no limit.</summary>
    public int Limit { get; init; }

    /// <summary>How many documents are left out at the start. Default: 0.</summary>
    public int Skip { get; init; }

    /// <summary>Documents a batch. Default: 1,000.</summary>
    public int BatchSize { get; init; } = 1000;
}
