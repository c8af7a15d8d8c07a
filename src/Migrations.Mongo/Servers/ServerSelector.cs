using System.Security.Cryptography;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Topology;

namespace Migrations.Mongo.Servers;

// Which servers may take a command. Pure but for the choice among equals.
internal static class ServerSelector
{
    public static IReadOnlyList<ServerDescription> FindSuitable(TopologyDescription topology, IReadOnlyCollection<ServerAddress> avoided, TimeSpan localThreshold)
    {
        ServerDescription[] candidates = topology.Type switch
        {
            TopologyType.Single => [.. topology.Servers.Values.Where(s => s.Type is not (ServerType.Unknown or ServerType.PossiblePrimary))],
            TopologyType.Sharded => [.. topology.Servers.Values.Where(s => s.Type == ServerType.Mongos)],
            TopologyType.ReplicaSetWithPrimary => [topology.FindPrimary()!],
            _ => [],
        };
        var preferred = candidates.Where(s => !avoided.Contains(s.Address)).ToArray();
        return WithinWindow(preferred.Length > 0 ? preferred : candidates, localThreshold);
    }

    // Of two taken at random the one with less to do.
    public static ServerDescription Choose(IReadOnlyList<ServerDescription> suitable, Func<ServerAddress, int> countOperations)
    {
        if (suitable.Count == 1)
        {
            return suitable[0];
        }

        var first = suitable[RandomNumberGenerator.GetInt32(suitable.Count)];
        var second = suitable[RandomNumberGenerator.GetInt32(suitable.Count)];
        return countOperations(second.Address) < countOperations(first.Address) ? second : first;
    }

    private static ServerDescription[] WithinWindow(ServerDescription[] servers, TimeSpan localThreshold)
    {
        if (servers.Length < 2)
        {
            return servers;
        }

        var limit = servers.Min(s => s.RoundTrip ?? TimeSpan.Zero) + localThreshold;
        return [.. servers.Where(s => (s.RoundTrip ?? TimeSpan.Zero) <= limit)];
    }
}
