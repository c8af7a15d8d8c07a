using MongoDB.Driver;

namespace Migrations.Engine.Database.Connecting;

// What a connection string says. Hosts are for messages: they hold no login.
internal sealed record ConnectionPlan(MongoClientSettings Settings, string? DatabaseName, string Hosts)
{
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
