namespace Migrations.Mongo.ConnectionStrings;

internal sealed record MongoClientSettings
{
    public required IReadOnlyList<ServerAddress> Hosts { get; init; }

    public string? Database { get; init; }

    public Credential? Credential { get; init; }

    public TlsSettings? Tls { get; init; }

    public string? ApplicationName { get; init; }

    public string? ReplicaSet { get; init; }

    public bool DirectConnection { get; init; }

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan? SocketTimeout { get; init; }

    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan MinHeartbeatInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan ServerSelectionTimeout { get; init; } = TimeSpan.FromSeconds(30);

    public TimeSpan LocalThreshold { get; init; } = TimeSpan.FromMilliseconds(15);

    public int MaxPoolSize { get; init; } = 100;

    public int MinPoolSize { get; init; }

    public int MaxConnecting { get; init; } = 2;

    public TimeSpan? MaxIdleTime { get; init; }

    public TimeSpan? WaitQueueTimeout { get; init; }

    public bool RetryReads { get; init; } = true;

    public bool RetryWrites { get; init; } = true;

    public int MaxAdaptiveRetries { get; init; } = 2;

    public bool EnableOverloadRetargeting { get; init; }

    public string? ReadConcernLevel { get; init; }

    public WriteConcernSettings WriteConcern { get; init; } = new();
}
