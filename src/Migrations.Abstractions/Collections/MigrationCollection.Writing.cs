using Migrations.Bson;
using Migrations.Channel;

namespace Migrations;

public sealed partial class MigrationCollection
{
    // A sequence is built up to this size before it is sent, so that inserting from a stream needs bounded memory.
    private const int FlushBytes = 8 * 1024 * 1024;

    /// <summary>Inserts a document; an <c>_id</c> is added in front if it has none.</summary>
    public Task<WriteResult> InsertOneAsync(BsonDocument document, CancellationToken cancellationToken = default) => InsertManyAsync([document], cancellationToken);

    /// <summary>Inserts documents in order, in batches of bounded memory; an <c>_id</c> is added in front where there is none.</summary>
    /// <exception cref="MongoWriteException">A document was refused; those before it are inserted (MIG1290).</exception>
    public async Task<WriteResult> InsertManyAsync(IEnumerable<BsonDocument> documents, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var inserted = 0L;
        using var batch = new SequenceBuilder("documents");
        foreach (var document in documents)
        {
            batch.Add(WithId(document));
            if (batch.Length >= FlushBytes)
            {
                inserted += (await InsertAsync(batch, cancellationToken).ConfigureAwait(false)).InsertedCount;
            }
        }

        inserted += (await InsertAsync(batch, cancellationToken).ConfigureAwait(false)).InsertedCount;
        return new WriteResult { InsertedCount = inserted };
    }

    /// <summary>Updates the first document that a filter matches.</summary>
    /// <param name="filter">Which document.</param>
    /// <param name="update">Operators, or a pipeline.</param>
    /// <param name="upsert">Whether a document is inserted when none matches.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    public Task<WriteResult> UpdateOneAsync(BsonExpression filter, BsonExpression update, bool upsert = false, CancellationToken cancellationToken = default) =>
        BulkWriteAsync([new UpdateOneModel(filter, update) { IsUpsert = upsert }], cancellationToken);

    /// <summary>Updates all documents that a filter matches, on the server.</summary>
    public Task<WriteResult> UpdateManyAsync(BsonExpression filter, BsonExpression update, CancellationToken cancellationToken = default) =>
        BulkWriteAsync([new UpdateManyModel(filter, update)], cancellationToken);

    /// <summary>Replaces the first document that a filter matches.</summary>
    public Task<WriteResult> ReplaceOneAsync(BsonExpression filter, BsonDocument replacement, bool upsert = false, CancellationToken cancellationToken = default) =>
        BulkWriteAsync([new ReplaceOneModel(filter, replacement) { IsUpsert = upsert }], cancellationToken);

    /// <summary>Removes the first document that a filter matches.</summary>
    public Task<WriteResult> DeleteOneAsync(BsonExpression filter, CancellationToken cancellationToken = default) => BulkWriteAsync([new DeleteOneModel(filter)], cancellationToken);

    /// <summary>Removes all documents that a filter matches.</summary>
    public Task<WriteResult> DeleteManyAsync(BsonExpression filter, CancellationToken cancellationToken = default) => BulkWriteAsync([new DeleteManyModel(filter)], cancellationToken);

    /// <summary>Writes many statements in order; neighbours of one kind share a command.</summary>
    /// <exception cref="MongoWriteException">A statement failed; those before it are written (MIG1290).</exception>
    public async Task<WriteResult> BulkWriteAsync(IEnumerable<WriteModel> models, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        var result = new WriteResult();
        SequenceBuilder? batch = null;
        var kind = default(WriteStatement);
        try
        {
            foreach (var model in models)
            {
                var statement = model.ToStatement();
                if (batch is not null && (statement.CommandName != kind.CommandName || statement.Kind != kind.Kind || batch.Length >= FlushBytes))
                {
                    result = Sum(result, await WriteAsync(kind, batch, cancellationToken).ConfigureAwait(false));
                    batch.Dispose();
                    batch = null;
                }

                kind = statement;
                batch ??= new SequenceBuilder(statement.Identifier);
                batch.Add(model is InsertOneModel ? WithId(statement.Document) : statement.Document);
            }

            return batch is null ? result : Sum(result, await WriteAsync(kind, batch, cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            batch?.Dispose();
        }
    }

    private static BsonDocument WithId(BsonDocument document)
    {
        if (document.Contains("_id"))
        {
            return document;
        }

        return new BsonDocument { { "_id", ObjectId.GenerateNewId() } }.AddRange(document);
    }

    private static WriteResult Sum(WriteResult a, WriteResult b) => new()
    {
        InsertedCount = a.InsertedCount + b.InsertedCount,
        MatchedCount = a.MatchedCount + b.MatchedCount,
        ModifiedCount = a.ModifiedCount + b.ModifiedCount,
        DeletedCount = a.DeletedCount + b.DeletedCount,
        UpsertedCount = a.UpsertedCount + b.UpsertedCount,
    };

    private async Task<WriteResult> InsertAsync(SequenceBuilder batch, CancellationToken cancellationToken)
    {
        if (batch.Count == 0)
        {
            return new WriteResult();
        }

        var result = await WriteAsync(new WriteStatement("insert", "documents", CommandKind.RetryableWrite, []), batch, cancellationToken).ConfigureAwait(false);
        batch.Clear();
        return result;
    }

    private async Task<WriteResult> WriteAsync(WriteStatement statement, SequenceBuilder batch, CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { statement.CommandName, Name }, { "ordered", true } };
        var command = new Command(_database.Name, body.ToRaw()) { Kind = statement.Kind, Sequence = batch.ToSequence() };
        using var reply = await _database.Channel.RunAsync(command, _database.Session, cancellationToken).ConfigureAwait(false);
        WriteReplies.ThrowOnErrors(reply.Document, statement.CommandName, Name);
        return ResultOf(statement.CommandName, reply.Document);
    }

    private static WriteResult ResultOf(string commandName, RawBsonDocument reply)
    {
        var n = WriteReplies.Count(reply, "n"u8);
        var upserted = reply.TryGetValue("upserted"u8, out var list) ? list.AsArray.Count : 0;
        return commandName switch
        {
            "insert" => new WriteResult { InsertedCount = n },
            "delete" => new WriteResult { DeletedCount = n },
            _ => new WriteResult { MatchedCount = n - upserted, ModifiedCount = WriteReplies.Count(reply, "nModified"u8), UpsertedCount = upserted },
        };
    }
}
