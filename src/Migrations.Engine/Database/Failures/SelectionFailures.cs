using System.Globalization;
using MongoDB.Driver;
using MongoDB.Driver.Core.Clusters;
using MongoDB.Driver.Core.Configuration;
using MongoDB.Driver.Core.Servers;

namespace Migrations.Engine.Database.Failures;

// The message that people see most: it says what is known of every server.
internal static class SelectionFailures
{
    private const string Unresolved = "With 'mongodb+srv://' the SRV records of '_mongodb._tcp.HOST' name the servers: check the host's name, and that this machine's name servers know it; or name the servers with 'mongodb://'.";

    public static DatabaseException Of(TimeoutException timeout, IMongoClient client)
    {
        if (!timeout.Message.Contains("selecting a server", StringComparison.Ordinal))
        {
            return new DatabaseException(
                MigrationErrorCode.PoolExhausted,
                $"No connection became free in time: {timeout.Message.TrimEnd('.')}. Nothing was sent. Use fewer workers, or raise 'maxPoolSize' or 'waitQueueTimeoutMS' in the connection string.",
                timeout);
        }

        var cluster = client.Cluster.Description;
        var servers = cluster.Servers.OrderBy(s => EndPointText.Of(s.EndPoint), StringComparer.Ordinal).Select(s => $"'{EndPointText.Of(s.EndPoint)}' is {Describe(s)}").ToArray();
        var isUnresolved = servers.Length == 0 && client.Settings.Scheme == ConnectionStringScheme.MongoDBPlusSrv;
        var known = isUnresolved ? $"no server of '{client.Settings.Server.Host}' was found in DNS{(cluster.DnsMonitorException is { } e ? ": " + ConnectionFailures.Innermost(e).Message.TrimEnd('.') : "")}"
            : servers.Length == 0 ? "no server is left, because none of those named matches the others or the name of the set"
            : string.Join("; ", servers);
        return new DatabaseException(
            CodeOf(cluster),
            string.Create(CultureInfo.InvariantCulture, $"No server that can take writes was found in {client.Settings.ServerSelectionTimeout.TotalSeconds:0.#} s. Nothing was sent. Known servers: {known}. {(isUnresolved ? Unresolved : Cure(cluster))}"),
            timeout);
    }

    public static DatabaseException OfOtherSet(string name, string wanted, Exception? cause) => new(
        MigrationErrorCode.ServerUnavailable,
        $"The connection string says 'replicaSet={wanted}', but the replica set of that server is '{name}'. Nothing was sent. Write 'replicaSet={name}', or name the servers of '{wanted}'.",
        cause);

    // If every server fails for the same reason, that is the failure, and not the timeout.
    private static MigrationErrorCode CodeOf(ClusterDescription cluster)
    {
        var reasons = cluster.Servers.Select(s => s.HeartbeatException).ToList();
        return reasons.Count > 0 && reasons.TrueForAll(r => ConnectionFailures.Find<System.Security.Authentication.AuthenticationException>(r) is not null)
            ? MigrationErrorCode.TlsFailed
            : MigrationErrorCode.ServerUnavailable;
    }

    private static string Describe(ServerDescription server)
    {
        var set = server.ReplicaSetConfig?.Name;
        var type = server.Type switch
        {
            ServerType.Standalone => "a standalone server",
            ServerType.ShardRouter => "a mongos",
            ServerType.LoadBalanced => "behind a load balancer",
            ServerType.ReplicaSetPrimary => $"the primary of '{set}'",
            ServerType.ReplicaSetSecondary => $"a secondary of '{set}'",
            ServerType.ReplicaSetArbiter => $"an arbiter of '{set}'",
            ServerType.ReplicaSetGhost => "a member of a replica set that is not initiated",
            ServerType.ReplicaSetOther => $"a member of '{set}' that accepts no commands",
            _ => "unknown",
        };
        return server.HeartbeatException is { } failure ? $"{type} ({ConnectionFailures.Explain(failure)})" : type;
    }

    private static string Cure(ClusterDescription cluster)
    {
        var hasSeenMembers = cluster.Type == ClusterType.ReplicaSet && cluster.Servers.Any(s => s.Type is ServerType.ReplicaSetSecondary or ServerType.ReplicaSetOther);
        return hasSeenMembers
            ? "The replica set has no primary that can be reached from here: wait for an election, or, if the names of its members cannot be resolved here, name one host and add 'directConnection=true'."
            : "Check that the servers run and that hosts, ports, 'tls' and 'replicaSet' in the connection string are right.";
    }
}
