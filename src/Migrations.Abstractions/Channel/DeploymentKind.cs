namespace Migrations.Channel;

/// <summary>The kind of deployment behind a channel.</summary>
public enum DeploymentKind
{
    /// <summary>One server without replication: no transactions, no retryable writes.</summary>
    Standalone,

    /// <summary>A replica set, or one member of it.</summary>
    ReplicaSet,

    /// <summary>A sharded cluster behind mongos.</summary>
    Sharded,
}
