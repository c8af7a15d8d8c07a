using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// Every write of a run to a migration's record asks for the run's fencing token, so a run that was overtaken writes nothing.
internal sealed class StateWriter(CollectionCommands commands, StateNames names, string plugin)
{
    public Task AppendAsync(JournalEntry entry, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.InsertAsync(names.Journal, JournalCodec.Write(entry), session, cancellationToken);

    // Not every server makes a collection within a transaction.
    public Task CreateRecordsAsync(CancellationToken cancellationToken) => commands.CreateAsync(names.Applied, cancellationToken);

    // The claim: the record belongs to this token from now on. Refused when it is not as it was read, because then the plan was made from something else.
    public async Task<bool> ClaimAsync(string tree, string id, AppliedMigration? asRead, BsonDocument fields, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (asRead is null)
        {
            return await InsertRecordAsync(new BsonDocument { { "_id", AppliedCodec.Key(tree, id) } }.Merge(fields), session, cancellationToken).ConfigureAwait(false);
        }

        var filter = new BsonDocument
        {
            { "_id", AppliedCodec.Key(tree, id) },
            { "status", AppliedCodec.StatusText(asRead.Status) },
            { "token", asRead.Token > 0 ? asRead.Token : new BsonDocument("$in", new BsonArray { 0L, BsonNull.Value }) },
        };
        var update = new BsonDocument { { "$set", fields }, { "$unset", new BsonDocument { { "error", "" }, { "finished", "" }, { "failedDocuments", "" } } } };
        return await commands.UpdateAsync(names.Applied, filter, update, session, cancellationToken).ConfigureAwait(false) == 1;
    }

    public async Task<bool> UpdateRecordAsync(string tree, string id, long token, BsonDocument update, IChannelSession? session, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", AppliedCodec.Key(tree, id) }, { "token", token } };
        return await commands.UpdateAsync(names.Applied, filter, update, session, cancellationToken).ConfigureAwait(false) == 1;
    }

    // Null when the record belongs to another token.
    public async Task<BsonDocument?> ReadCheckpointAsync(string tree, string id, long token, IChannelSession? session, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", AppliedCodec.Key(tree, id) }, { "token", token } };
        return await commands.FindOneAsync(names.Applied, filter, cancellationToken, session).ConfigureAwait(false) is { } record ? AppliedCodec.ReadCheckpoint(names.Read(StateKind.Applied, record)) : null;
    }

    // Asks for status running as well: when a commit's outcome was unknown and it did succeed, the record says done and stays so.
    public async Task<bool> FailRecordAsync(string tree, string id, long token, BsonDocument fields, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", AppliedCodec.Key(tree, id) }, { "token", token }, { "status", AppliedCodec.StatusText(AppliedStatus.Running) } };
        return await commands.UpdateAsync(names.Applied, filter, new BsonDocument { { "$set", fields } }, null, cancellationToken).ConfigureAwait(false) == 1;
    }

    // Checkpoints and failed documents of a migration whose record says now that there is nothing to go on with.
    public async Task ForgetRangesAsync(string tree, string id, IChannelSession? session, CancellationToken cancellationToken)
    {
        foreach (var collection in (string[])[names.Ranges, names.Errors])
        {
            await commands.DeleteAsync(collection, new BsonDocument { { "_id.tree", tree }, { "_id.id", id } }, session, cancellationToken).ConfigureAwait(false);
        }
    }

    // What is pruned cannot be undone any more; a newer run's record stays as it is.
    public Task ForgetImagesAsync(string tree, string id, long token, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", AppliedCodec.Key(tree, id) }, { "token", new BsonDocument { { "$lte", token } } } };
        return commands.UpdateAsync(names.Applied, filter, new BsonDocument { { "$set", new BsonDocument { { "images", false } } } }, null, cancellationToken);
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
        commands.UpdateAsync(names.Applied, new BsonDocument { { "_id", AppliedCodec.Key(tree, id) } }, new BsonDocument { { "$set", fields } }, session, cancellationToken, upsert: true);

    // Follows the head when the application has declared the tree; what was never declared stays undeclared.
    public Task FollowHeadAsync(HeadRecord head, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.UpdateAsync(
            names.Components,
            new BsonDocument { { "_id", head.Tree } },
            new BsonDocument { { "$set", new BsonDocument { { "line", AppliedCodec.OrNull(head.Line) }, { "version", AppliedCodec.OrNull(head.Version) } } } },
            session,
            cancellationToken);

    public Task PutHeadAsync(HeadRecord head, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.UpdateAsync(
            names.Heads,
            new BsonDocument { { "_id", head.Tree } },
            new BsonDocument { { "$set", new BsonDocument { { "revision", AppliedCodec.OrNull(head.Revision) }, { "line", AppliedCodec.OrNull(head.Line) }, { "version", AppliedCodec.OrNull(head.Version) }, { "run", head.Run }, { "plugin", plugin }, { "unknown", head.IsUnknown } } } },
            session,
            cancellationToken,
            upsert: true);
}
