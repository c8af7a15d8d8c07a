using System.Collections.Immutable;
using Migrations.Bson;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Topology;

// What is known of the deployment. Immutable; the next one comes from TopologyReducer.
internal sealed record TopologyDescription
{
    public TopologyType Type { get; init; }

    public string? SetName { get; init; }

    public long? MaxSetVersion { get; init; }

    public ObjectId? MaxElectionId { get; init; }

    public ImmutableDictionary<ServerAddress, ServerDescription> Servers { get; init; } = ImmutableDictionary<ServerAddress, ServerDescription>.Empty;

    public static TopologyDescription Initial(MongoClientSettings settings) => new()
    {
        Type = settings.DirectConnection ? TopologyType.Single : settings.ReplicaSet is null ? TopologyType.Unknown : TopologyType.ReplicaSetNoPrimary,
        SetName = settings.ReplicaSet,
        Servers = settings.Hosts.Distinct().ToImmutableDictionary(h => h, h => ServerDescription.Unknown(h)),
    };

    public ServerDescription? FindPrimary() => Servers.Values.FirstOrDefault(s => s.Type == ServerType.ReplicaSetPrimary);

    // A certificate that is not trusted now will not be trusted in half a minute either: waiting for such servers is of no use.
    public string? FindRefusedEncryption() => Servers.Count > 0 && Servers.Values.All(s => s.ErrorCode == MigrationErrorCode.TlsFailed) ? Servers.Values.First().Error : null;

    // Null if every known server can be spoken to.
    public string? FindIncompatibility() => Servers.Values
        .Where(s => s.Type != ServerType.Unknown && s.Type != ServerType.PossiblePrimary)
        .Select(s => WireVersions.FindMismatch(s.Address, s.MinWireVersion, s.MaxWireVersion))
        .FirstOrDefault(m => m is not null);
}
