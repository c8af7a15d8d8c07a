using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// Every write of a run to a migration's record checks the run's fencing token, so a superseded run writes nothing.
internal sealed class StateWriter(CollectionCommands commands, StateNames names, string plugin)
{
    // Not every server creates a collection in a transaction.
    public Task CreateRecordsAsync(CancellationToken cancellationToken) => commands.CreateAsync(names.Applied, cancellationToken);

    // Claims the record for this token. Refused if it has changed since it was read, because then the plan is out of date.
    public async Task<bool> ClaimAsync(string tree, string id, AppliedMigration? asRead, BsonDocument fields, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (asRead is null)
        {
            return await InsertRecordAsync(new BsonDocument { { "_id", MigrationKey.Of(tree, id) } }.Merge(fields), session, cancellationToken).ConfigureAwait(false);
        }

        var filter = new BsonDocument
        {
            { "_id", MigrationKey.Of(tree, id) },
            { "status", AppliedCodec.TextOf(asRead.Status) },
            { "token", asRead.Token > 0 ? asRead.Token : new BsonDocument("$in", new BsonArray { 0L, BsonNull.Value }) },
        };
        var update = new BsonDocument { { "$set", fields }, { "$unset", AppliedCodec.Ended } };
        return await commands.UpdateAsync(names.Applied, filter, update, session, cancellationToken).ConfigureAwait(false) == 1;
    }

    public async Task<bool> UpdateRecordAsync(string tree, string id, long token, BsonDocument fields, IChannelSession? session, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", MigrationKey.Of(tree, id) }, { "token", token } };
        return await commands.UpdateAsync(names.Applied, filter, new BsonDocument("$set", fields), session, cancellationToken).ConfigureAwait(false) == 1;
    }

    // Null when the record belongs to another token.
    public async Task<RecordedCheckpoint?> ReadCheckpointAsync(string tree, string id, long token, IChannelSession? session, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", MigrationKey.Of(tree, id) }, { "token", token } };
        return await commands.FindOneAsync(names.Applied, filter, cancellationToken, session).ConfigureAwait(false) is { } record ? AppliedCodec.ReadCheckpoint(names.Read(StateKind.Applied, record)) : null;
    }

    // Also requires the status running: if the outcome of a commit was unknown and it did succeed, the record says done and stays so.
    public async Task<bool> FailRecordAsync(string tree, string id, long token, BsonDocument fields, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", MigrationKey.Of(tree, id) }, { "token", token }, { "status", AppliedCodec.TextOf(AppliedStatus.Running) } };
        return await commands.UpdateAsync(names.Applied, filter, new BsonDocument("$set", fields), null, cancellationToken).ConfigureAwait(false) == 1;
    }

    // Deletes checkpoints and failed documents of a migration that has nothing left to continue.
    public async Task ForgetRangesAsync(string tree, string id, IChannelSession? session, CancellationToken cancellationToken)
    {
        foreach (var collection in (string[])[names.Ranges, names.Errors])
        {
            await commands.DeleteAsync(collection, MigrationKey.Filter(tree, id), session, cancellationToken).ConfigureAwait(false);
        }
    }

    // A pruned migration can no longer be undone; the record of a newer run is not changed.
    public Task ForgetImagesAsync(string tree, string id, long token, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", MigrationKey.Of(tree, id) }, { "token", new BsonDocument { { "$lte", token } } } };
        return commands.UpdateAsync(names.Applied, filter, new BsonDocument("$set", AppliedCodec.WithImages(false)), null, cancellationToken);
    }

    private async Task<bool> InsertRecordAsync(BsonDocument record, IChannelSession? session, CancellationToken cancellationToken)
    {
        try
        {
            await commands.InsertAsync(names.Applied, record, session, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (WriteException e) when (e.Errors is [{ ServerCode: ServerCodes.DuplicateKey }])
        {
            return false;
        }
    }

    public Task PutRecordAsync(string tree, string id, BsonDocument fields, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.UpdateAsync(names.Applied, new BsonDocument { { "_id", MigrationKey.Of(tree, id) } }, new BsonDocument("$set", fields), session, cancellationToken, upsert: true);

    // Updates the declaration if the application has declared the tree; otherwise there is none.
    public Task FollowHeadAsync(HeadRecord head, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.UpdateAsync(
            names.Components,
            new BsonDocument { { "_id", head.Tree } },
            new BsonDocument("$set", ComponentRecord.FieldsAt(head)),
            session,
            cancellationToken);

    public Task PutHeadAsync(HeadRecord head, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.UpdateAsync(
            names.Heads,
            new BsonDocument { { "_id", head.Tree } },
            new BsonDocument("$set", head.ToFields(plugin)),
            session,
            cancellationToken,
            upsert: true);
}
