using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Commands;
using Migrations.Engine.Documents;
using Migrations.Engine.Locking;
using Migrations.Engine.Scanning;
using Migrations.Engine.State;

namespace Migrations.Engine.Running;

// The checkpoints of a document migration, a document for each range. Every write asks for the run's fencing token, so a run that was overtaken commits nothing.
internal sealed class RangeStore(StateCommands commands, StateNames names)
{
    private const int InsertSize = 500;

    // Those of the pass before stay until the record names these.
    public async Task<IReadOnlyList<Checkpoint>> CreateAsync(StepScope scope, IReadOnlyList<IdRange> ranges, int firstNumber, CancellationToken cancellationToken)
    {
        var checkpoints = ranges.Select((range, number) => new Checkpoint(firstNumber + number, range)).ToList();
        foreach (var part in checkpoints.Chunk(InsertSize))
        {
            await commands.InsertManyAsync(names.Ranges, part.Select(c => ToDocument(scope, c)), cancellationToken).ConfigureAwait(false);
        }

        return checkpoints;
    }

    // Takes over the checkpoints of an earlier run. From here on that run commits nothing, so what is read then is final.
    public async Task<IReadOnlyList<Checkpoint>> TakeOverAsync(StepScope scope, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        await DeleteOthersAsync(scope, pass, cancellationToken).ConfigureAwait(false);
        var older = OfMigration(scope).Set("token", new BsonDocument("$lte", scope.Lease.Token));
        await commands.UpdateManyAsync(names.Ranges, older, new BsonDocument("$set", new BsonDocument("token", scope.Lease.Token)), cancellationToken).ConfigureAwait(false);
        var documents = await commands.FindAllAsync(names.Ranges, OfMigration(scope), new BsonDocument("_id", 1), cancellationToken).ConfigureAwait(false);
        var read = documents.Select(d => names.Read(StateKind.Ranges, d)).ToList();
        if (read.Exists(d => d.Count("token") != scope.Lease.Token))
        {
            throw scope.Lease.LostError();
        }

        List<Checkpoint> reached = [.. read.Select(Checkpoint.Read)];
        return Enumerable.Range(pass.First, pass.Next - pass.First).Except(reached.Select(r => r.Number)).ToList() is [var missing, ..] ? throw Missing(scope, missing) : reached;
    }

    // Ranges of the pass before, and of one whose run died before it was under way.
    public Task DeleteOthersAsync(StepScope scope, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        var outside = new BsonArray([new BsonDocument("_id.range", new BsonDocument("$lt", pass.First)), new BsonDocument("_id.range", new BsonDocument("$gte", pass.Next))]);
        return commands.DeleteAsync(names.Ranges, OfMigration(scope).Set("$or", outside), null, cancellationToken);
    }

    // How far a range is for sure. In a transaction of the session nothing that this session sent before it is still to come.
    public async Task<Checkpoint> ReadAsync(StepScope scope, int number, IChannelSession? session, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", Key(scope, number) }, { "token", scope.Lease.Token } };
        return await commands.FindOneAsync(names.Ranges, filter, cancellationToken, session).ConfigureAwait(false) is { } document ? Checkpoint.Read(names.Read(StateKind.Ranges, document)) : throw scope.Lease.LostError();
    }

    // Only over what this run has stored or read last.
    public async Task<Checkpoint> SaveAsync(StepScope scope, Checkpoint checkpoint, IChannelSession? session, CancellationToken cancellationToken)
    {
        var own = new BsonDocument { { "_id", Key(scope, checkpoint.Number) }, { "token", scope.Lease.Token } };
        var expected = new BsonDocument(own).Add("batches", checkpoint.Stored);
        if (await commands.UpdateAsync(names.Ranges, expected, new BsonDocument("$set", checkpoint.ToFields()), session, cancellationToken).ConfigureAwait(false) == 1)
        {
            return checkpoint with { Stored = checkpoint.Batches };
        }

        throw await commands.FindOneAsync(names.Ranges, own, cancellationToken, session).ConfigureAwait(false) is null ? scope.Lease.LostError() : new CheckpointMovedException();
    }

    // The lock's own token tells at once, also when it was only broken and nobody has come to work here yet.
    public async Task RequireLockAsync(StepScope scope, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (await commands.FindOneAsync(names.Lock, LockDocument.IfHeldBy(scope.Lease.Token), cancellationToken, session).ConfigureAwait(false) is null)
        {
            throw scope.Lease.LostError();
        }
    }

    public Task DeleteAsync(StepScope scope, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.DeleteAsync(names.Ranges, OfMigration(scope), session, cancellationToken);

    // Nobody would ever look at its documents.
    private MigrationException Missing(StepScope scope, int number) => new(
        MigrationErrorCode.StateUnreadable,
        $"The document {new BsonDocument("_id", Key(scope, number)).ToText()} of '{names.Ranges}' is missing: it told how far that part of the collection is, so nothing can be decided. Somebody removed it. {StateCure.Of(StateKind.Ranges, names.Ranges, Key(scope, number), scope.Step.Migration.Tree)}");

    private static BsonDocument OfMigration(StepScope scope) => new() { { "_id.tree", scope.Step.Migration.Tree }, { "_id.id", scope.Step.Migration.Id } };

    private static BsonDocument Key(StepScope scope, int number) => AppliedCodec.Key(scope.Step.Migration.Tree, scope.Step.Migration.Id).Set("range", number);

    private static BsonDocument ToDocument(StepScope scope, Checkpoint checkpoint)
    {
        var document = new BsonDocument { { "_id", Key(scope, checkpoint.Number) }, { "token", scope.Lease.Token }, { "bounds", checkpoint.Range.ToDocument() } };
        foreach (var field in checkpoint.ToFields().Elements)
        {
            document.Add(field.Name, field.Value);
        }

        return document;
    }
}

// The server has another checkpoint than the one that was acknowledged: it lost what was not durable, or carried out what nobody heard of. What is stored wins.
internal sealed class CheckpointMovedException : Exception
{
    public CheckpointMovedException()
        : base("The stored checkpoint is not the one that was saved last.")
    {
    }
}
