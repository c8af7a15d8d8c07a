using MongoDB.Bson;
using MongoDB.Driver;

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

// The kind of deployment behind a channel.
internal enum DeploymentKind
{
    // One server without replication: no transactions, no retryable writes.
    Standalone,

    // A replica set, or one member of it.
    ReplicaSet,

    // A sharded cluster behind mongos.
    Sharded,
}

// The concerns of every command that sets none and is not in a transaction.
internal sealed record Concerns(byte[] WriteConcern, ReadConcern ReadConcern, string? ReadConcernLevel)
{
    public static Concerns Of(MongoClientSettings settings)
    {
        var write = settings.WriteConcern.IsServerDefault ? MongoDB.Driver.WriteConcern.WMajority : settings.WriteConcern;
        return new Concerns(write.ToBsonDocument().ToBson(), settings.ReadConcern, settings.ReadConcern.Level is { } level ? NameOf(level) : null);
    }

    private static string NameOf(ReadConcernLevel level) => new ReadConcern(level).ToBsonDocument()["level"].AsString;
}
