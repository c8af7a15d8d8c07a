namespace Migrations.Channel;

/// <summary>What a channel is connected to.</summary>
public sealed record ChannelInfo
{
    /// <summary>The kind of deployment.</summary>
    public DeploymentKind Deployment { get; init; }

    /// <summary>Host and port of the server that answered, for messages and the journal.</summary>
    public string Server { get; init; } = "";

    /// <summary>The server's version as <c>buildInfo</c> gives it, for example <c>8.0.4</c>.</summary>
    public string ServerVersion { get; init; } = "";

    /// <summary>Whether multi-document transactions can be used: a replica set or a sharded cluster with sessions.</summary>
    public bool SupportsTransactions { get; init; }

    /// <summary>The highest wire version of the server.</summary>
    public int MaxWireVersion { get; init; }

    /// <summary>Largest document in bytes; 16 MiB on every server so far.</summary>
    public int MaxDocumentSize { get; init; } = 16 * 1024 * 1024;

    /// <summary>Largest message in bytes.</summary>
    public int MaxMessageSize { get; init; } = 48_000_000;

    /// <summary>Most statements in one write command.</summary>
    public int MaxWriteBatchSize { get; init; } = 100_000;
}
