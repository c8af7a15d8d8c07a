using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// Carries out changes of collections and indexes outside the body's transaction, and remembers how to undo them if the body fails or is retried.
// What cannot be undone is announced before it is carried out, because the process may die right after it.
internal sealed class SchemaChanges(IMongoClient client, Func<string, CancellationToken, Task>? announce = null) : ISchemaGate
{
    private readonly Stack<(string Database, BsonDocument Command)> _undo = new();

    public async ValueTask<bool> ChangeAsync(SchemaChange change, Func<ValueTask> carryOut, CancellationToken cancellationToken)
    {
        if (change.IsAfterFirstRead)
        {
            throw new MigrationException(
                MigrationErrorCode.SchemaChangeInTransaction,
                $"'{change.Command}' changes a collection or an index after the migration has read or written in its transaction; the two would wait for each other. Nothing was kept. Change collections and indexes first, or in a migration of their own, or set Transaction = TransactionMode.Never.");
        }

        var database = client.GetDatabase(change.Database.DatabaseName);
        var before = await CollectionState.ReadAsync(database, change.Collection, cancellationToken).ConfigureAwait(false);
        var target = change.Target is { } place ? await CollectionState.ReadAsync(client.GetDatabase(place.DatabaseNamespace.DatabaseName), place.CollectionName, cancellationToken).ConfigureAwait(false) : CollectionState.Missing;
        if (SchemaReversal.LossOf(change, before, target) is { } loss)
        {
            await (announce?.Invoke(loss, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }

        await carryOut().ConfigureAwait(false);
        var after = await CollectionState.ReadAsync(database, change.Collection, cancellationToken).ConfigureAwait(false);
        foreach (var step in SchemaReversal.Of(change, before, after))
        {
            _undo.Push(step);
        }

        return true;
    }

    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        while (_undo.TryPop(out var step))
        {
            await client.GetDatabase(step.Database).RunCommandAsync<BsonDocument>(step.Command, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }
}

internal sealed record SchemaChange(string Command, DatabaseNamespace Database, string? Collection)
{
    // For a renamed collection.
    public CollectionNamespace? Target { get; init; }

    public bool ReplacesTarget { get; init; }

    // Whether the body has already read or written in its transaction, so that the two would wait for each other.
    public bool IsAfterFirstRead { get; init; }
}

// Decides what happens to a change of collections or indexes, which no transaction rolls back.
internal interface ISchemaGate
{
    // False when it was not carried out.
    ValueTask<bool> ChangeAsync(SchemaChange change, Func<ValueTask> carryOut, CancellationToken cancellationToken);
}

// For a run that will be rolled back: changes are listed, but not carried out.
internal sealed class DryRunSchemaChanges(Action<ReportedAction> note) : ISchemaGate
{
    public ValueTask<bool> ChangeAsync(SchemaChange change, Func<ValueTask> carryOut, CancellationToken cancellationToken)
    {
        note(new ReportedAction { Description = $"Would run {change.Command}", Collection = change.Collection, Kind = ActionKind.Schema });
        return ValueTask.FromResult(false);
    }
}
