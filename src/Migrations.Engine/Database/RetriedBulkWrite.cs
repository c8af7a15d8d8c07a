using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// Inserts, updates of one and deletes of one.
internal sealed class RetriedBulkWrite : RetriedWrite
{
    private readonly List<WriteModel<RawBsonDocument>> _models;
    private readonly bool _isOrdered;
    private readonly string _name;
    private readonly WriteCommand _write;
    private readonly bool _tellsEach;

    private RetriedBulkWrite(string database, string name, WriteCommand write, WriteConcern concern, List<WriteModel<RawBsonDocument>> models, bool tellsEach)
        : base(database, write.Collection, concern)
    {
        _tellsEach = tellsEach;
        _models = models;
        _isOrdered = write.IsOrdered;
        _name = name;
        _write = write;
    }

    private bool HasUpdates => _name == "update";

    public static RetriedBulkWrite? TryRead(string database, string name, WriteCommand write, WriteConcern concern, bool tellsEach)
    {
        var models = new List<WriteModel<RawBsonDocument>>(write.Statements.Count);
        foreach (var statement in write.Statements)
        {
            if (ModelOf(name, statement) is not { } model)
            {
                return null;
            }

            models.Add(model);
        }

        return new RetriedBulkWrite(database, name, write, concern, models, tellsEach);
    }

    protected override async Task<CommandReply> RunAsync(IMongoCollection<RawBsonDocument> collection, IClientSessionHandle? session, CancellationToken cancellationToken)
    {
        if (_tellsEach && session is null && PerStatementBulkWrite.TryCreate(collection, _models, _isOrdered) is { } telling)
        {
            return await telling.RunAsync(places => AskForKeysAsync(collection.Database, places, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        var options = new BulkWriteOptions { IsOrdered = _isOrdered };
        try
        {
            var result = session is null
                ? await collection.BulkWriteAsync(_models, options, cancellationToken).ConfigureAwait(false)
                : await collection.BulkWriteAsync(session, _models, options, cancellationToken).ConfigureAwait(false);
            return BulkReply.Of(result, HasUpdates, null);
        }
        catch (MongoBulkWriteException<RawBsonDocument> e)
        {
            return BulkReply.Of(e.Result, HasUpdates, e, await AskForKeysAsync(collection.Database, e.WriteErrors.Where(w => w.Code == ServerCodes.DuplicateKey).Select(w => w.Index), cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<Dictionary<int, BsonDocument>> AskForKeysAsync(IMongoDatabase database, IEnumerable<int> duplicates, CancellationToken cancellationToken)
    {
        var details = new Dictionary<int, BsonDocument>();
        foreach (var index in duplicates)
        {
            details[index] = await DuplicateKeyDetails.AskAsync(database, _write.ToCommand(_name, index), cancellationToken).ConfigureAwait(false);
        }

        return details;
    }

    private static WriteModel<RawBsonDocument>? ModelOf(string name, RawDocument statement) => name switch
    {
        "insert" => new InsertOneModel<RawBsonDocument>(Raw(statement)),
        "update" => UpdateModel(statement),
        _ => DeleteModel(statement),
    };

    private static WriteModel<RawBsonDocument>? UpdateModel(RawDocument statement)
    {
        RawValue? filter = null;
        RawValue? update = null;
        var isUpsert = false;
        foreach (var element in statement)
        {
            switch (element.Name)
            {
                case "q":
                    filter = element.Value;
                    break;
                case "u":
                    update = element.Value;
                    break;
                case "upsert":
                    isUpsert = element.Value.AsBoolean;
                    break;
                case "multi" when !element.Value.AsBoolean:
                    break;
                default:
                    return null;
            }
        }

        if (filter is not { } q || update is not { } u)
        {
            return null;
        }

        var definition = new BsonDocumentFilterDefinition<RawBsonDocument>(Raw(q.AsDocument));
        return IsReplacement(u)
            ? new ReplaceOneModel<RawBsonDocument>(definition, Raw(u.AsDocument)) { IsUpsert = isUpsert }
            : new UpdateOneModel<RawBsonDocument>(definition, Update(u)) { IsUpsert = isUpsert };
    }

    private static DeleteOneModel<RawBsonDocument>? DeleteModel(RawDocument statement)
    {
        RawDocument? filter = null;
        var isOne = false;
        foreach (var element in statement)
        {
            switch (element.Name)
            {
                case "q":
                    filter = element.Value.AsDocument;
                    break;
                case "limit":
                    isOne = element.Value.ToInt64() == 1;
                    break;
                default:
                    return null;
            }
        }

        return isOne && filter is { } q ? new DeleteOneModel<RawBsonDocument>(new BsonDocumentFilterDefinition<RawBsonDocument>(Raw(q))) : null;
    }
}

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

// The driver's typed calls leave out which key was there already. The statement is run once more in a transaction that is always rolled back, and tells: nothing is written, and
// if the key is free by now, there is nothing to tell.
internal static class DuplicateKeyDetails
{
    private static readonly string[] Told = ["keyPattern", "keyValue"];

    public static async Task<BsonDocument> AskAsync(IMongoDatabase database, BsonDocument command, CancellationToken cancellationToken)
    {
        try
        {
            using var session = await database.Client.StartSessionAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            session.StartTransaction();
            try
            {
                var reply = await database.RunCommandAsync<BsonDocument>(session, command, cancellationToken: cancellationToken).ConfigureAwait(false);
                return Read(reply);
            }
            finally
            {
                await session.AbortTransactionAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (DriverFailures.IsFailure(e))
        {
            // The failure is already known; this only adds details.
            return [];
        }
    }

    private static BsonDocument Read(BsonDocument reply)
    {
        var error = reply.TryGetValue("writeErrors", out var errors) && errors is BsonArray { Count: > 0 } found ? found[0].AsBsonDocument : [];
        return new BsonDocument(error.Where(e => Told.Contains(e.Name, StringComparer.Ordinal)));
    }
}
