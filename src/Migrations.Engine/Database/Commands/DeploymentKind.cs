namespace Migrations.Engine.Database.Commands;

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
