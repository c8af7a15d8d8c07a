using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo;

namespace Migrations.IntegrationTests.Client;

// A channel of its own on a database of its own.
internal sealed class ClientFixture : IAsyncDisposable
{
    public ClientFixture(string options = "", string? applicationName = null)
    {
        var separator = TestServer.ConnectionString.Contains('?', StringComparison.Ordinal) ? "&" : "/?";
        var connection = options.Length == 0 ? TestServer.ConnectionString : TestServer.ConnectionString + separator + options;
        Channel = MongoChannel.Create(connection, new MongoChannelOptions { ApplicationName = applicationName });
        Database = new MigrationDatabase(Channel, TestServer.NewDatabase());
    }

    public MongoChannel Channel { get; }

    public MigrationDatabase Database { get; }

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
        return new RawBsonDocument(reply.Document.Bytes.ToArray()).ToBsonDocument();
    }

    public async Task<long> CountAsync() => await Database.GetCollection("items").CountDocumentsAsync();

    public async ValueTask DisposeAsync()
    {
        await Database.RunCommandAsync("""{ "dropDatabase": 1 }""");
        await Channel.DisposeAsync();
    }
}
