using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Channel;

// A channel of its own on a database of its own.
internal sealed class ChannelFixture : IAsyncDisposable
{
    public ChannelFixture(string options = "", string? applicationName = null)
    {
        var separator = TestServer.ConnectionString.Contains('?', StringComparison.Ordinal) ? "&" : "/?";
        var connection = options.Length == 0 ? TestServer.ConnectionString : TestServer.ConnectionString + separator + options;
        Channel = DriverChannel.Create(connection, new DriverChannelOptions { ApplicationName = applicationName });
        Database = TestServer.Client.GetDatabase(TestServer.NewDatabase());
    }

    public DriverChannel Channel { get; }

    public IMongoDatabase Database { get; }

    public Command Command(string json, CommandKind kind = CommandKind.Admin) => new(Database.Name, BsonDocument.Parse(json).ToRaw()) { Kind = kind };

    public Command Insert(IEnumerable<BsonDocument> documents, bool isOrdered = true)
    {
        var list = documents.Select(d => d.ToRaw().Bytes.ToArray()).ToArray();
        var body = new BsonDocument { { "insert", "items" }, { "ordered", isOrdered } };
        return new Command(Database.Name, body.ToRaw())
        {
            Kind = CommandKind.RetryableWrite,
            Sequence = new DocumentSequence("documents", list.SelectMany(b => b).ToArray(), list.Length),
        };
    }

    public async Task<BsonDocument> RunAsync(Command command, IChannelSession? session = null, CancellationToken cancellationToken = default)
    {
        using var reply = await Channel.RunAsync(command, session, cancellationToken);
        return new RawDocument(reply.Document.Bytes.ToArray()).ToBsonDocument();
    }

    public Task<long> CountAsync() => Database.GetCollection("items").CountDocumentsAsync("{}");

    public async ValueTask DisposeAsync()
    {
        await Database.Client.DropDatabaseAsync(Database.Name);
        await Channel.DisposeAsync();
    }
}
