namespace Migrations.Mongo.Topology;

// The nine types of the "Server Discovery and Monitoring" specification.
internal enum ServerType
{
    Unknown,
    Standalone,
    Mongos,
    PossiblePrimary,
    ReplicaSetPrimary,
    ReplicaSetSecondary,
    ReplicaSetArbiter,
    ReplicaSetOther,
    ReplicaSetGhost,
}
