using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Retries;
using Migrations.Mongo.Servers;
using Migrations.Mongo.Sessions;

namespace Migrations.Mongo.Commands;

// What all commands of a channel share.
internal sealed record CommandContext(
    MongoClientSettings Settings,
    Deployment Deployment,
    ServerSessionPool Sessions,
    ClusterClock Clock,
    RetryExecutor Retries);
