using Migrations.Engine.Database.Connecting;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// The client that an author's code works with, apart from the engine's own. One step works with it at a time.
internal sealed class AuthorClient : IDisposable
{
    private readonly CommandWatch _watch = new();
    private readonly MongoClient _client;

    public AuthorClient(MongoClientSettings settings) => _client = OwnClient.Create(settings, _watch.Subscribe);

    // Sessions of steps that run author's code come from here.
    public IMongoClient Client => _client;

    // The database for a body that begins now.
    public IMongoDatabase Open(string database, Enlistment enlistment)
    {
        _watch.Follow(enlistment);
        return enlistment.Enlist(_client.GetDatabase(database));
    }

    // The body has returned, and its transaction may end.
    public void Close(Enlistment enlistment)
    {
        enlistment.End();
        _watch.Leave(enlistment);
    }

    public void Dispose() => OwnClient.End(_client);
}
