namespace Migrations.Mongo.Topology;

internal enum TopologyType
{
    Unknown,
    Single,
    Sharded,
    ReplicaSetNoPrimary,
    ReplicaSetWithPrimary,
}
