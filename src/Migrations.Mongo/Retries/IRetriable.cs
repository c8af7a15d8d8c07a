using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Servers;

namespace Migrations.Mongo.Retries;

// Something that can be attempted several times, each time on a server that was selected anew.
internal interface IRetriable<T>
{
    RetryPolicy Policy { get; }

    // The only server that it may run on, or null.
    ServerAddress? PinnedTo { get; }

    ValueTask<T> RunAsync(MonitoredServer server, CancellationToken cancellationToken);

    // Adds the labels that only the client can know.
    void Label(MongoException failure);

    void OnRetry(MongoException failure);
}
