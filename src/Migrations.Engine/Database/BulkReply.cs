using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Database;

// The reply that the server would have given to one command.
internal static class BulkReply
{
    public static CommandReply Of(BulkWriteResult<RawBsonDocument> result, bool hasUpdates, MongoBulkWriteException<RawBsonDocument>? failure, IReadOnlyDictionary<int, BsonDocument>? details = null)
    {
        var reply = new BsonDocument { { "ok", 1.0 }, { "n", result.InsertedCount + result.DeletedCount + result.MatchedCount + result.Upserts.Count } };
        if (hasUpdates)
        {
            reply.Add("nModified", result.IsModifiedCountAvailable ? result.ModifiedCount : 0L);
        }

        if (result.Upserts.Count > 0)
        {
            reply.Add("upserted", new BsonArray(result.Upserts.Select(u => new BsonDocument { { "index", u.Index }, { "_id", u.Id } })));
        }

        if (failure is { WriteErrors.Count: > 0 })
        {
            reply.Add("writeErrors", new BsonArray(failure.WriteErrors.OrderBy(e => e.Index).Select(e => Error(e).AddRange(details?.GetValueOrDefault(e.Index) ?? []))));
        }

        if (failure?.WriteConcernError is { } concern)
        {
            reply.Add("writeConcernError", new BsonDocument { { "code", concern.Code }, { "codeName", concern.CodeName ?? "" }, { "errmsg", concern.Message ?? "" } });
        }

        return new CommandReply(new Bytes.RawDocument(reply.ToBson()));
    }

    private static BsonDocument Error(BulkWriteError error)
    {
        var document = new BsonDocument { { "index", error.Index }, { "code", error.Code }, { "errmsg", error.Message ?? "" } };
        if (error.Details is not null)
        {
            document.Add("errInfo", error.Details);
        }

        return document;
    }
}
