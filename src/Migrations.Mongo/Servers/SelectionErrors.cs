using System.Globalization;
using Migrations.Channel;
using Migrations.Mongo.Topology;

namespace Migrations.Mongo.Servers;

// The message that people see most: it says what is known of every server.
internal static class SelectionErrors
{
    public static MongoException TimedOut(TopologyDescription topology, TimeSpan timeout)
    {
        var servers = topology.Servers.Values.OrderBy(s => s.Address.ToString(), StringComparer.Ordinal).Select(s => $"'{s.Address}' is {Describe(s)}").ToArray();
        var known = servers.Length == 0 ? "no server is left, as none of those named fits the others or the set's name" : string.Join("; ", servers);
        return new MongoException(
            MigrationErrorCode.ServerUnavailable,
            string.Create(CultureInfo.InvariantCulture, $"No server that can take writes was found in {timeout.TotalSeconds:0.#} s. Nothing was sent. What is known: {known}. {Cure(topology)}"));
    }

    public static MongoException Incompatible(string mismatch) => new(MigrationErrorCode.IncompatibleServer, mismatch);

    public static MongoException RefusedEncryption(string refusal) => new(MigrationErrorCode.TlsFailed, refusal);

    private static string Describe(ServerDescription server)
    {
        var type = server.Type switch
        {
            ServerType.Unknown or ServerType.PossiblePrimary => "unknown",
            ServerType.Standalone => "a standalone server",
            ServerType.Mongos => "a mongos",
            ServerType.ReplicaSetPrimary => $"the primary of '{server.SetName}'",
            ServerType.ReplicaSetSecondary => $"a secondary of '{server.SetName}'",
            ServerType.ReplicaSetArbiter => $"an arbiter of '{server.SetName}'",
            ServerType.ReplicaSetGhost => "a member of a replica set that is not initiated",
            _ => $"a member of '{server.SetName}' that takes no commands",
        };
        return server.Error is null ? type : $"{type} ({server.Error.TrimEnd('.')})";
    }

    private static string Cure(TopologyDescription topology)
    {
        var hasSeenMembers = topology.Type == TopologyType.ReplicaSetNoPrimary && topology.Servers.Values.Any(s => s.Type is ServerType.ReplicaSetSecondary or ServerType.ReplicaSetOther);
        return hasSeenMembers
            ? "The replica set has no primary that can be reached from here: wait for an election, or, if its members' names mean nothing here, name one host and add 'directConnection=true'."
            : "Check that the servers run and that hosts, ports, 'tls' and 'replicaSet' in the connection string are right.";
    }
}
