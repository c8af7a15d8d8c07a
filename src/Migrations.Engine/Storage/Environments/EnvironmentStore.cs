using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Environments;

// The environments of the runs of a database, each once, under the hash of its content.
internal sealed class EnvironmentStore(CollectionCommands commands, StateNames names, TimeProvider time)
{
    private static readonly BsonDocument ById = new() { { "_id", 1 } };

    // Returns its hash, for what the run writes. Nothing is written if it is there already.
    public async Task<string> RecordAsync(RunEnvironment environment, CancellationToken cancellationToken)
    {
        var hash = environment.Hash;
        var fields = environment.ToFields().Add("first", time.GetUtcNow().UtcDateTime);
        try
        {
            await commands.UpdateAsync(names.Environments, new BsonDocument("_id", hash), new BsonDocument("$setOnInsert", fields), null, cancellationToken, upsert: true).ConfigureAwait(false);
        }
        catch (WriteException e) when (e.Errors is [{ ServerCode: ServerCodes.DuplicateKey }])
        {
            // Another run has just recorded the same.
        }

        return hash;
    }

    public async Task<IReadOnlyDictionary<string, RunEnvironment>> ReadAsync(CancellationToken cancellationToken)
    {
        var documents = await commands.FindAllAsync(names.Environments, [], ById, cancellationToken).ConfigureAwait(false);
        return documents.Select(d => names.Read(StateKind.Environments, d)).ToDictionary(d => d.Text("_id"), RunEnvironment.Read, StringComparer.Ordinal);
    }

    // Oldest first. A run that was killed has no entry in the journal yet, but may have a record.
    public async Task<IReadOnlyList<EnvironmentUse>> ReadUsesAsync(CancellationToken cancellationToken)
    {
        var journaled = await ReadUsesAsync(names.Journal, "at", cancellationToken).ConfigureAwait(false);
        var recorded = await ReadUsesAsync(names.Applied, "started", cancellationToken).ConfigureAwait(false);
        return [.. journaled.Concat(recorded).GroupBy(u => (u.Run, u.Environment)).Select(g => g.MinBy(u => u.At)!).OrderBy(u => u.At).ThenBy(u => u.Run, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<EnvironmentUse>> ReadUsesAsync(string collection, string time, CancellationToken cancellationToken)
    {
        var body = new BsonDocument
        {
            { "find", collection },
            { "filter", new BsonDocument("environment", new BsonDocument("$type", "string")) },
            { "projection", new BsonDocument { { "run", 1 }, { time, 1 }, { "environment", 1 } } },
            { "batchSize", 1000 },
        };
        var uses = new List<EnvironmentUse>();
        await foreach (var document in commands.ReadAsync(body, null, cancellationToken).ConfigureAwait(false))
        {
            // A damaged entry of the journal hides itself, and nothing else.
            if (document.GetValue(time, BsonNull.Value) is BsonDateTime { IsValidDateTime: true } at && document.GetValue("run", BsonNull.Value) is BsonString run)
            {
                uses.Add(new EnvironmentUse(run.Value, at.ToUniversalTime(), document["environment"].AsString));
            }
        }

        return uses;
    }
}
