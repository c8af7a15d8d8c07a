using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;

namespace Migrations.Mongo.Topology;

// The table of "Server Discovery and Monitoring": a topology and what one server said make the next topology. Pure.
internal static class TopologyReducer
{
    // From this wire version (6.0) on elections are ordered by (electionId, setVersion), before by (setVersion, electionId).
    private const int ElectionFirstWireVersion = 17;

    public static TopologyDescription Apply(TopologyDescription topology, ServerDescription server)
    {
        if (!topology.Servers.TryGetValue(server.Address, out var known) || IsStale(known, server))
        {
            return topology;
        }

        if (topology.Type == TopologyType.Single)
        {
            return With(topology, CheckSetName(topology, server));
        }

        var next = With(topology, server);
        return topology.Type switch
        {
            TopologyType.Unknown => FromUnknown(next, server),
            TopologyType.Sharded => FromSharded(next, server),
            TopologyType.ReplicaSetNoPrimary => FromNoPrimary(next, server),
            _ => FromWithPrimary(next, server),
        };
    }

    private static bool IsStale(ServerDescription known, ServerDescription server) =>
        known.TopologyVersion is not null && server.TopologyVersion is not null && TopologyVersion.Compare(known.TopologyVersion, server.TopologyVersion) > 0;

    private static TopologyDescription With(TopologyDescription topology, ServerDescription server) =>
        topology with { Servers = topology.Servers.SetItem(server.Address, server) };

    private static TopologyDescription Without(TopologyDescription topology, ServerAddress address) =>
        topology with { Servers = topology.Servers.Remove(address) };

    private static ServerDescription CheckSetName(TopologyDescription topology, ServerDescription server) =>
        topology.SetName is null || server.Type == ServerType.Unknown || server.SetName == topology.SetName
            ? server
            : ServerDescription.Unknown(server.Address, $"it belongs to the replica set '{server.SetName ?? "(none)"}', not to '{topology.SetName}'");

    private static TopologyDescription FromUnknown(TopologyDescription topology, ServerDescription server) => server.Type switch
    {
        // With several seeds a standalone cannot be meant.
        ServerType.Standalone => topology.Servers.Count == 1 ? topology with { Type = TopologyType.Single } : Without(topology, server.Address),
        ServerType.Mongos => topology with { Type = TopologyType.Sharded },
        ServerType.ReplicaSetPrimary => FromPrimary(topology, server),
        ServerType.ReplicaSetSecondary or ServerType.ReplicaSetArbiter or ServerType.ReplicaSetOther =>
            FromMemberWithoutPrimary(topology with { Type = TopologyType.ReplicaSetNoPrimary }, server),
        _ => topology,
    };

    private static TopologyDescription FromSharded(TopologyDescription topology, ServerDescription server) =>
        server.Type is ServerType.Unknown or ServerType.Mongos ? topology : Without(topology, server.Address);

    private static TopologyDescription FromNoPrimary(TopologyDescription topology, ServerDescription server) => server.Type switch
    {
        ServerType.Standalone or ServerType.Mongos => Without(topology, server.Address),
        ServerType.ReplicaSetPrimary => FromPrimary(topology, server),
        ServerType.ReplicaSetSecondary or ServerType.ReplicaSetArbiter or ServerType.ReplicaSetOther => FromMemberWithoutPrimary(topology, server),
        _ => topology,
    };

    private static TopologyDescription FromWithPrimary(TopologyDescription topology, ServerDescription server) => server.Type switch
    {
        ServerType.Standalone or ServerType.Mongos => CheckPrimary(Without(topology, server.Address)),
        ServerType.ReplicaSetPrimary => FromPrimary(topology, server),
        ServerType.ReplicaSetSecondary or ServerType.ReplicaSetArbiter or ServerType.ReplicaSetOther => FromMemberWithPrimary(topology, server),
        _ => CheckPrimary(topology),
    };

    private static TopologyDescription FromMemberWithoutPrimary(TopologyDescription topology, ServerDescription server)
    {
        var next = topology.SetName is null ? topology with { SetName = server.SetName } : topology;
        if (next.SetName != server.SetName)
        {
            return Without(next, server.Address);
        }

        next = AddHosts(next, server);
        if (server.Primary is { } primary && next.Servers.TryGetValue(primary, out var candidate) && candidate.Type == ServerType.Unknown)
        {
            next = With(next, candidate with { Type = ServerType.PossiblePrimary });
        }

        return IsMisnamed(server) ? Without(next, server.Address) : next;
    }

    private static TopologyDescription FromMemberWithPrimary(TopologyDescription topology, ServerDescription server)
    {
        if (topology.SetName != server.SetName || IsMisnamed(server))
        {
            return CheckPrimary(Without(topology, server.Address));
        }

        var next = CheckPrimary(topology);
        if (next.Type == TopologyType.ReplicaSetNoPrimary && server.Primary is { } primary && next.Servers.TryGetValue(primary, out var candidate) && candidate.Type == ServerType.Unknown)
        {
            next = With(next, candidate with { Type = ServerType.PossiblePrimary });
        }

        return next;
    }

    private static TopologyDescription FromPrimary(TopologyDescription topology, ServerDescription server)
    {
        var next = topology.SetName is null ? topology with { SetName = server.SetName } : topology;
        if (next.SetName != server.SetName)
        {
            return CheckPrimary(Without(next, server.Address));
        }

        if (IsOutdatedPrimary(next, server))
        {
            return CheckPrimary(With(next, ServerDescription.Unknown(server.Address, "it says it is the primary, but a newer election is known")));
        }

        next = RememberElection(next, server);
        foreach (var other in next.Servers.Values.Where(s => s.Type == ServerType.ReplicaSetPrimary && s.Address != server.Address))
        {
            next = With(next, ServerDescription.Unknown(other.Address, $"it was the primary until '{server.Address}' was elected"));
        }

        next = AddHosts(next, server);
        foreach (var address in next.Servers.Keys.Where(a => !server.Hosts.Contains(a)))
        {
            next = Without(next, address);
        }

        return CheckPrimary(next);
    }

    private static bool IsOutdatedPrimary(TopologyDescription topology, ServerDescription server)
    {
        if (server.MaxWireVersion >= ElectionFirstWireVersion)
        {
            var order = Compare(server.ElectionId, topology.MaxElectionId);
            return order < 0 || (order == 0 && Nullable.Compare(server.SetVersion, topology.MaxSetVersion) < 0);
        }

        return server is { SetVersion: not null, ElectionId: not null }
            && topology is { MaxSetVersion: not null, MaxElectionId: not null }
            && (topology.MaxSetVersion > server.SetVersion || (topology.MaxSetVersion == server.SetVersion && Compare(topology.MaxElectionId, server.ElectionId) > 0));
    }

    private static TopologyDescription RememberElection(TopologyDescription topology, ServerDescription server)
    {
        if (server.MaxWireVersion >= ElectionFirstWireVersion)
        {
            return topology with { MaxElectionId = server.ElectionId, MaxSetVersion = server.SetVersion };
        }

        var next = server is { SetVersion: not null, ElectionId: not null } ? topology with { MaxElectionId = server.ElectionId } : topology;
        return server.SetVersion is not null && (next.MaxSetVersion is null || server.SetVersion > next.MaxSetVersion)
            ? next with { MaxSetVersion = server.SetVersion }
            : next;
    }

    // Null comes before every id.
    private static int Compare(ObjectId? left, ObjectId? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        var (l, r) => l.Value.CompareTo(r.Value),
    };

    private static bool IsMisnamed(ServerDescription server) => server.Me is { } me && me != server.Address;

    private static TopologyDescription AddHosts(TopologyDescription topology, ServerDescription server)
    {
        foreach (var host in server.Hosts.Where(h => !topology.Servers.ContainsKey(h)))
        {
            topology = With(topology, ServerDescription.Unknown(host));
        }

        return topology;
    }

    private static TopologyDescription CheckPrimary(TopologyDescription topology) =>
        topology with { Type = topology.FindPrimary() is null ? TopologyType.ReplicaSetNoPrimary : TopologyType.ReplicaSetWithPrimary };
}
