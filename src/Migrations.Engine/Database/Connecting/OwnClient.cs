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
