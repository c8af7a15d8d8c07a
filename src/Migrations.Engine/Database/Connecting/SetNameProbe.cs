using Migrations.Engine.Database.Failures;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Connecting;

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
