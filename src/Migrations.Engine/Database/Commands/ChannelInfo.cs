namespace Migrations.Engine.Database.Commands;

// What a channel is connected to.
internal sealed record ChannelInfo
{
    // The kind of deployment.
    public DeploymentKind Deployment { get; init; }

    // Host and port of the server that answered, for messages and the journal.
    public string Server { get; init; } = "";

    // The server's version as buildInfo gives it, for example 8.0.4.
    public string ServerVersion { get; init; } = "";

    // Whether multi-document transactions can be used: a replica set or a sharded cluster with sessions.
    public bool SupportsTransactions { get; init; }

    // The highest wire version of the server.
    public int MaxWireVersion { get; init; }

    // Whether a write outside of transactions can be answered statement by statement: bulkWrite, since MongoDB 8.
    public bool TellsEachWrite => MaxWireVersion >= 25;

    // Largest document in bytes; 16 MiB on every server so far.
    public int MaxDocumentSize { get; init; } = 16 * 1024 * 1024;

    // Largest message in bytes.
    public int MaxMessageSize { get; init; } = 48_000_000;

    // Most statements in one write command.
    public int MaxWriteBatchSize { get; init; } = 100_000;
}
