using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Commands;
using Migrations.Engine.Documents;
using Migrations.Engine.Locking;
using Migrations.Engine.State;

namespace Migrations.Engine.Running;

// The documents that a migration left behind, one entry each, whichever run failed with it last.
internal sealed class ErrorStore(StateCommands commands, StateNames names, RunIdentity identity, TimeProvider time)
{
    private const int WriteSize = 500;
    private static readonly BsonDocument ById = new() { { "_id", 1 } };

    public string Collection => names.Errors;

    public bool IsState(string collection) => names.Owns(collection);

    public Task CreateAsync(CancellationToken cancellationToken) => commands.CreateAsync(names.Errors, cancellationToken);

    public Task<long> CountAsync(StepScope scope, CancellationToken cancellationToken) => commands.CountAsync(names.Errors, OfMigration(scope), cancellationToken);

    public Task<long> DeleteAsync(StepScope scope, CancellationToken cancellationToken) => commands.DeleteAsync(names.Errors, OfMigration(scope), null, cancellationToken);

    public async Task<IReadOnlyList<ListedDocument>> ReadFirstAsync(StepScope scope, int count, CancellationToken cancellationToken)
    {
        var entries = await commands.FindAllAsync(names.Errors, OfMigration(scope), ById, cancellationToken, count).ConfigureAwait(false);
        return [.. entries.Select(e => names.Read(StateKind.Errors, e)).Select(e => new ListedDocument(ReadId(e), e.Text("reason"), e.TextOrNull("path")))];
    }

    // Documents that failed in an earlier run and that this one has not tried again yet.
    public async Task<IReadOnlyList<BsonValue>> ReadOlderAsync(StepScope scope, int count, CancellationToken cancellationToken)
    {
        var older = OfMigration(scope).Set("run", new BsonDocument("$ne", identity.Run));
        var entries = await commands.FindAllAsync(names.Errors, older, ById, cancellationToken, count).ConfigureAwait(false);
        return [.. entries.Select(e => ReadId(names.Read(StateKind.Errors, e)))];
    }

    // Returns how many are new.
    public async Task<long> PutAsync(StepScope scope, string collection, IEnumerable<DocumentFailure> failures, IChannelSession? session, CancellationToken cancellationToken)
    {
        var added = 0L;
        foreach (var part in failures.Chunk(WriteSize))
        {
            added += await commands.PutManyAsync(names.Errors, part.Select(f => ToDocument(scope, collection, f)), session, cancellationToken).ConfigureAwait(false);
        }

        return added;
    }

    // Returns how many there were.
    public async Task<long> ForgetAsync(StepScope scope, IEnumerable<BsonValue> ids, IChannelSession? session, CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var part in ids.Chunk(WriteSize))
        {
            var filter = new BsonDocument("_id", new BsonDocument("$in", new BsonArray(part.Select(id => Key(scope, id)))));
            deleted += await commands.DeleteAsync(names.Errors, filter, session, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private static BsonValue ReadId(StateDocument entry) => Checkpoint.ReadId(entry.Key("tree", "id", "document"), "document")!;

    private static BsonDocument OfMigration(StepScope scope) => new() { { "_id.tree", scope.Step.Migration.Tree }, { "_id.id", scope.Step.Migration.Id } };

    private static BsonDocument Key(StepScope scope, BsonValue document) => AppliedCodec.Key(scope.Step.Migration.Tree, scope.Step.Migration.Id).Set("document", document);

    private BsonDocument ToDocument(StepScope scope, string collection, DocumentFailure failure) => new()
    {
        { "_id", Key(scope, failure.Id) },
        { "run", identity.Run },
        { "collection", collection },
        { "code", failure.ServerCode is { } code ? code : BsonNull.Value },
        { "reason", failure.Reason },
        { "path", AppliedCodec.OrNull(failure.Path) },
        { "details", failure.Details ?? (BsonValue)BsonNull.Value },
        { "at", time.GetUtcNow().UtcDateTime },
    };
}

internal sealed record ListedDocument(BsonValue Id, string Reason, string? Path);
