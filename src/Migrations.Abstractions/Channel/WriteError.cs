using Migrations.Bson;

namespace Migrations.Channel;

/// <summary>One failed statement of a write command.</summary>
public sealed record WriteError
{
    /// <summary>Its position among the statements, from 0.</summary>
    public int Index { get; init; }

    /// <summary>The server's error code, for example 11000 for a duplicate key or 121 for a validator.</summary>
    public int ServerCode { get; init; }

    /// <summary>The server's message.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the server adds, for example which validator rule failed; null if nothing.</summary>
    public BsonDocument? Info { get; init; }

    /// <summary>The fields of the index whose key is a duplicate; null where the server does not say.</summary>
    public BsonDocument? KeyPattern { get; init; }

    /// <summary>The key that is a duplicate; null where the server does not say.</summary>
    public BsonDocument? KeyValue { get; init; }
}
