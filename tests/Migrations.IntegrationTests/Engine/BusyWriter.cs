using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.IntegrationTests.Engine;

// An application that writes while its data are migrated: adds to documents, replaces, deletes and inserts them, and keeps a model of what was acknowledged.
internal sealed class BusyWriter(IMongoDatabase database, int documents) : IDisposable
{
    private const string Collection = "counters";
    private const int HotDocuments = 30;
    private readonly Random _random = new(7);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SortedDictionary<int, Model> _models = [];
    private readonly int[] _writes = new int[4];
    private bool _writesNewShape;

    // Updates, replacements, deletions and insertions.
    public IReadOnlyList<int> Writes => _writes;

    // By _id: how often it was added to, and what must stand in 'count' once it is migrated.
    public IEnumerable<(int Id, int Hits, int Count)> Expected => _models.Select(m => (m.Key, m.Value.Hits, m.Value.Count + 1));

    public async Task FillAsync()
    {
        for (var id = 0; id < documents; id++)
        {
            _models.Add(id, new Model(0, 0));
        }

        await database.GetCollection(Collection).InsertManyAsync(_models.Keys.Select(id => new BsonDocument { { "_id", id }, { "hits", 0 }, { "count", 0 } }));
    }

    public async Task RunUntilAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            await _gate.WaitAsync(CancellationToken.None);
            try
            {
                // Half of the writes go to a few documents, as they do in life.
                await WriteAsync(_random.Next(2) == 0 ? _random.Next(documents) : _random.Next(HotDocuments) * (documents / HotDocuments));
            }
            finally
            {
                _gate.Release();
            }
        }
    }

    // Where no scan that is under way comes by any more.
    public Task InsertBehindAsync() => AloneAsync(() => InsertAsync(-1 - _models.Keys.Count(id => id < 0)));

    // The application's new version is deployed: from now on it writes migrated documents.
    public Task WriteNewShapeAsync() => AloneAsync(() =>
    {
        _writesNewShape = true;
        return Task.CompletedTask;
    });

    public void Dispose() => _gate.Dispose();

    private async Task AloneAsync(Func<Task> action)
    {
        await _gate.WaitAsync(CancellationToken.None);
        try
        {
            await action();
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task WriteAsync(int id) => _models.ContainsKey(id)
        ? _random.Next(10) switch
        {
            0 => DeleteAsync(id),
            1 or 2 => ReplaceAsync(id),
            _ => UpdateAsync(id),
        }
        : InsertAsync(id);

    // Both a field that the migration does not know and the one that it changes.
    private async Task UpdateAsync(int id)
    {
        var result = await database.GetCollection(Collection).UpdateOneAsync($$"""{ "_id": {{id}} }""", """{ "$inc": { "hits": 1, "count": 10 } }""");
        Acknowledge(0, id, result.MatchedCount, new Model(_models[id].Hits + 1, _models[id].Count + 10));
    }

    private async Task ReplaceAsync(int id)
    {
        var model = new Model(_models[id].Hits, _random.Next(100) * 1000);
        var statement = new BsonDocument { { "q", new BsonDocument("_id", id) }, { "u", ToDocument(id, model) } };
        var reply = await database.RunCommandAsync(new BsonDocument { { "update", Collection }, { "updates", new BsonArray([statement]) } });
        Acknowledge(1, id, reply["n"].ToInt64(), model);
    }

    private async Task DeleteAsync(int id)
    {
        var result = await database.GetCollection(Collection).DeleteOneAsync($$"""{ "_id": {{id}} }""");
        Acknowledge(2, id, result.DeletedCount, null);
    }

    private async Task InsertAsync(int id)
    {
        var model = new Model(0, _random.Next(100) * 1000);
        await database.GetCollection(Collection).InsertOneAsync(ToDocument(id, model));
        Acknowledge(3, id, 1, model);
    }

    private void Acknowledge(int kind, int id, long written, Model? model)
    {
        Assert.That(written, Is.EqualTo(1), $"write {kind} of {id}");
        _writes[kind]++;
        if (model is null)
        {
            _models.Remove(id);
        }
        else
        {
            _models[id] = model;
        }
    }

    private BsonDocument ToDocument(int id, Model model)
    {
        var document = new BsonDocument { { "_id", id }, { "hits", model.Hits }, { "count", model.Count + (_writesNewShape ? 1 : 0) } };
        if (_writesNewShape)
        {
            document.Add("done", true);
        }

        return document;
    }

    private sealed record Model(int Hits, int Count);
}
