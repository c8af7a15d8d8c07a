using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;

namespace Migrations.Mongo.Topology;

// What is known of one server. Immutable.
internal sealed record ServerDescription
{
    public required ServerAddress Address { get; init; }

    public ServerType Type { get; init; }

    // Why the server is unknown, for the message of a failed selection.
    public string? Error { get; init; }

    public MigrationErrorCode ErrorCode { get; init; }

    public TimeSpan? RoundTrip { get; init; }

    public string? SetName { get; init; }

    public IReadOnlyList<ServerAddress> Hosts { get; init; } = [];

    public ServerAddress? Me { get; init; }

    public ServerAddress? Primary { get; init; }

    public long? SetVersion { get; init; }

    public ObjectId? ElectionId { get; init; }

    public TopologyVersion? TopologyVersion { get; init; }

    public int MinWireVersion { get; init; }

    public int MaxWireVersion { get; init; }

    public int? LogicalSessionTimeoutMinutes { get; init; }

    public bool IsDataBearing => Type is ServerType.Standalone or ServerType.Mongos or ServerType.ReplicaSetPrimary or ServerType.ReplicaSetSecondary;

    public static ServerDescription Unknown(ServerAddress address, string? error = null, TopologyVersion? version = null) =>
        new() { Address = address, Error = error, TopologyVersion = version };

    public static ServerDescription FromHello(ServerAddress address, HelloReply hello, TimeSpan? roundTrip = null) => hello.IsOk
        ? new ServerDescription
        {
            Address = address,
            Type = TypeOf(hello),
            RoundTrip = roundTrip,
            SetName = hello.SetName,
            Hosts = hello.Hosts,
            Me = hello.Me,
            Primary = hello.Primary,
            SetVersion = hello.SetVersion,
            ElectionId = hello.ElectionId,
            TopologyVersion = hello.TopologyVersion,
            MinWireVersion = hello.MinWireVersion,
            MaxWireVersion = hello.MaxWireVersion,
            LogicalSessionTimeoutMinutes = hello.LogicalSessionTimeoutMinutes,
        }
        : Unknown(address, hello.Error);

    private static ServerType TypeOf(HelloReply hello)
    {
        if (hello.IsReplicaSetGhost)
        {
            return ServerType.ReplicaSetGhost;
        }

        if (hello.IsMongos)
        {
            return ServerType.Mongos;
        }

        if (hello.SetName is null)
        {
            return ServerType.Standalone;
        }

        return hello switch
        {
            { IsHidden: true } => ServerType.ReplicaSetOther,
            { IsWritablePrimary: true } => ServerType.ReplicaSetPrimary,
            { IsSecondary: true } => ServerType.ReplicaSetSecondary,
            { IsArbiter: true } => ServerType.ReplicaSetArbiter,
            _ => ServerType.ReplicaSetOther,
        };
    }
}
