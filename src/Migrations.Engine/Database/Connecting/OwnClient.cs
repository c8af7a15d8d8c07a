using Migrations.Engine.Database.Failures;
using MongoDB.Driver;
using MongoDB.Driver.Core.Configuration;

namespace Migrations.Engine.Database.Connecting;

// A client with connections and sessions of its own. The driver gives all clients of equal settings one cluster, and keeps it until the process ends even when they are disposed of; so an application's
// client with the same settings would share its sessions with a run, and lose them with it.
internal static class OwnClient
{
    public static MongoClient Create(MongoClientSettings settings, Action<ClusterBuilder>? configure = null)
    {
        var own = settings.Clone();
        own.ClusterConfigurator = new Configuration(settings.ClusterConfigurator, configure).Apply;
        return new MongoClient(own);
    }

    // Closes its connections. Commands still under way fail.
    public static void End(MongoClient client)
    {
        var cluster = client.Cluster;
        client.Dispose();
        ClusterRegistry.Instance.UnregisterAndDisposeCluster(cluster);
    }

    // Settings with a different configurator are different settings.
    private sealed class Configuration(Action<ClusterBuilder>? first, Action<ClusterBuilder>? second)
    {
        public void Apply(ClusterBuilder cluster)
        {
            first?.Invoke(cluster);
            second?.Invoke(cluster);
        }
    }
}

// Asks a server for the name of its replica set, if the driver ignored it because the connection string has another name.
internal static class SetNameProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static async Task<string?> FindOtherNameAsync(MongoClientSettings settings, CancellationToken cancellationToken)
    {
        if (settings.ReplicaSetName is not { Length: > 0 } wanted || settings.Scheme != MongoDB.Driver.Core.Configuration.ConnectionStringScheme.MongoDB)
        {
            return null;
        }

        var probe = settings.Clone();
        probe.ReplicaSetName = null;
        probe.Servers = [settings.Servers.First()];
        probe.DirectConnection = true;
        probe.ServerSelectionTimeout = Patience;
        var client = OwnClient.Create(probe);
        try
        {
            var hello = await client.GetDatabase("admin").RunCommandAsync<MongoDB.Bson.BsonDocument>(new MongoDB.Bson.BsonDocument("hello", 1), cancellationToken: cancellationToken).ConfigureAwait(false);
            return hello.TryGetValue("setName", out var name) && name.AsString != wanted ? name.AsString : null;
        }
        catch (Exception e) when (DriverFailures.IsFailure(e))
        {
            // It cannot be reached either: the first failure says so.
            return null;
        }
        finally
        {
            OwnClient.End(client);
        }
    }
}
