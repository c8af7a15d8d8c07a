using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using System.Runtime.ExceptionServices;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// Updates and deletes with an answer for each: the command bulkWrite of MongoDB 8. Other commands only say how many there were.
internal sealed class PerStatementBulkWrite(IMongoCollection<RawBsonDocument> collection, IReadOnlyList<BulkWriteModel> models, bool isOrdered)
{
    // Null if one of the statements does not allow it.
    public static PerStatementBulkWrite? TryCreate(IMongoCollection<RawBsonDocument> collection, IReadOnlyList<WriteModel<RawBsonDocument>> models, bool isOrdered)
    {
        var named = new List<BulkWriteModel>(models.Count);
        foreach (var model in models)
        {
            switch (model)
            {
                case UpdateOneModel<RawBsonDocument> { IsUpsert: false } update:
                    named.Add(new BulkWriteUpdateOneModel<RawBsonDocument>(collection.CollectionNamespace, update.Filter, update.Update));
                    break;
                case DeleteOneModel<RawBsonDocument> delete:
                    named.Add(new BulkWriteDeleteOneModel<RawBsonDocument>(collection.CollectionNamespace, delete.Filter));
                    break;
                default:
                    return null;
            }
        }

        return new PerStatementBulkWrite(collection, named, isOrdered);
    }

    // Details: which keys were duplicates, asked for by position.
    public async Task<CommandReply> RunAsync(Func<IReadOnlyList<int>, Task<Dictionary<int, BsonDocument>>> details, CancellationToken cancellationToken)
    {
        var options = new ClientBulkWriteOptions { IsOrdered = isOrdered, VerboseResult = true, WriteConcern = collection.Settings.WriteConcern };
        try
        {
            return Of(await collection.Database.Client.BulkWriteAsync(models, options, cancellationToken).ConfigureAwait(false), null, []);
        }
        catch (ClientBulkWriteException e)
        {
            if (e.InnerException is { } cause)
            {
                ExceptionDispatchInfo.Throw(cause);
            }

            List<int> duplicates = [.. e.WriteErrors?.Where(w => w.Value.Code == ServerCodes.DuplicateKey).Select(w => w.Key) ?? []];
            return Of(e.PartialResult, e, await details(duplicates).ConfigureAwait(false));
        }
    }

    private static CommandReply Of(ClientBulkWriteResult? result, ClientBulkWriteException? failure, Dictionary<int, BsonDocument> details)
    {
        var found = new BsonArray();
        found.AddRange(result?.UpdateResults?.Where(r => r.Value.MatchedCount > 0).Select(r => (BsonValue)r.Key) ?? []);
        found.AddRange(result?.DeleteResults?.Where(r => r.Value.DeletedCount > 0).Select(r => (BsonValue)r.Key) ?? []);
        var reply = new BsonDocument { { "ok", 1.0 }, { "n", (long)found.Count }, { "nModified", result?.ModifiedCount ?? 0L }, { "found", found } };
        if (failure?.WriteErrors is { Count: > 0 } errors)
        {
            reply.Add("writeErrors", new BsonArray(errors.OrderBy(e => e.Key).Select(e => Error(e.Key, e.Value, details.GetValueOrDefault(e.Key)))));
        }

        if (failure?.WriteConcernErrors is { Count: > 0 } concerns)
        {
            reply.Add("writeConcernError", new BsonDocument { { "code", concerns[0].Code }, { "errmsg", concerns[0].Message ?? "" } });
        }

        return new CommandReply(new Bytes.RawDocument(reply.ToBson()));
    }

    private static BsonDocument Error(int index, MongoDB.Driver.WriteError error, BsonDocument? details)
    {
        var document = new BsonDocument { { "index", index }, { "code", error.Code }, { "errmsg", error.Message ?? "" } };
        if (error.Details is not null)
        {
            document.Add("errInfo", error.Details);
        }

        return document.AddRange(details ?? []);
    }
}
