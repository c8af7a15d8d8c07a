using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Model;
using Migrations.Engine.Storage.Locking;
using MongoDB.Bson;

namespace Migrations.Engine.Storage.Progress;

// The checkpoints of a document migration, a document for each range. Every write checks the run's fencing token, so a superseded run commits nothing.
internal sealed class RangeStore(CollectionCommands commands, StateNames names)
{
    private const int InsertSize = 500;

    // Those of the previous pass are kept until the record names these.
    public async Task<IReadOnlyList<RangeCheckpoint>> CreateAsync(LockedMigration held, IReadOnlyList<IdRange> ranges, int firstNumber, CancellationToken cancellationToken)
    {
        var checkpoints = ranges.Select((range, number) => new RangeCheckpoint(firstNumber + number, range)).ToList();
        foreach (var part in checkpoints.Chunk(InsertSize))
        {
            await commands.InsertManyAsync(names.Ranges, part.Select(c => ToDocument(held, c)), cancellationToken).ConfigureAwait(false);
        }

        return checkpoints;
    }

    // Takes over the checkpoints of an earlier run. From here on that run cannot commit, so what is read then is final.
    public async Task<IReadOnlyList<RangeCheckpoint>> TakeOverAsync(LockedMigration held, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        await DeleteOthersAsync(held, pass, cancellationToken).ConfigureAwait(false);
        var older = MigrationKey.Filter(held.Migration).Set("token", new BsonDocument("$lte", held.Lease.Token));
        await commands.UpdateManyAsync(names.Ranges, older, new BsonDocument("$set", new BsonDocument("token", held.Lease.Token)), cancellationToken).ConfigureAwait(false);
        var documents = await commands.FindAllAsync(names.Ranges, MigrationKey.Filter(held.Migration), new BsonDocument("_id", 1), cancellationToken).ConfigureAwait(false);
        var read = documents.Select(d => names.Read(StateKind.Ranges, d)).ToList();
        if (read.Exists(d => d.Count("token") != held.Lease.Token))
        {
            throw held.Lease.LostError();
        }

        List<RangeCheckpoint> reached = [.. read.Select(RangeCheckpoint.Read)];
        return Enumerable.Range(pass.First, pass.Next - pass.First).Except(reached.Select(r => r.Number)).ToList() is [var missing, ..] ? throw Missing(held, missing) : reached;
    }

    // Ranges of the previous pass, and of one whose run died before it was recorded.
    public Task DeleteOthersAsync(LockedMigration held, PassCheckpoint pass, CancellationToken cancellationToken)
    {
        var outside = new BsonArray([new BsonDocument("_id.range", new BsonDocument("$lt", pass.First)), new BsonDocument("_id.range", new BsonDocument("$gte", pass.Next))]);
        return commands.DeleteAsync(names.Ranges, MigrationKey.Filter(held.Migration).Set("$or", outside), null, cancellationToken);
    }

    // How far a range certainly is. In a transaction of the session, nothing that this session sent earlier can still arrive.
    public async Task<RangeCheckpoint> ReadAsync(LockedMigration held, int number, IChannelSession? session, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument { { "_id", Key(held, number) }, { "token", held.Lease.Token } };
        return await commands.FindOneAsync(names.Ranges, filter, cancellationToken, session).ConfigureAwait(false) is { } document ? RangeCheckpoint.Read(names.Read(StateKind.Ranges, document)) : throw held.Lease.LostError();
    }

    // Only replaces what this run has stored or read last.
    public async Task<RangeCheckpoint> SaveAsync(LockedMigration held, RangeCheckpoint checkpoint, IChannelSession? session, CancellationToken cancellationToken)
    {
        var own = new BsonDocument { { "_id", Key(held, checkpoint.Number) }, { "token", held.Lease.Token } };
        var expected = new BsonDocument(own).Add("batches", checkpoint.Stored);
        if (await commands.UpdateAsync(names.Ranges, expected, new BsonDocument("$set", checkpoint.ToFields()), session, cancellationToken).ConfigureAwait(false) == 1)
        {
            return checkpoint with { Stored = checkpoint.Batches };
        }

        throw await commands.FindOneAsync(names.Ranges, own, cancellationToken, session).ConfigureAwait(false) is null ? held.Lease.LostError() : new CheckpointMovedException();
    }

    // The lock's own token tells at once, even if the lock was only broken and no other run has started here yet.
    public async Task RequireLockAsync(LockedMigration held, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (await commands.FindOneAsync(names.Lock, LockDocument.IfHeldBy(held.Lease.Token), cancellationToken, session).ConfigureAwait(false) is null)
        {
            throw held.Lease.LostError();
        }
    }

    public Task DeleteAsync(LockedMigration held, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.DeleteAsync(names.Ranges, MigrationKey.Filter(held.Migration), session, cancellationToken);

    // Otherwise nobody would ever read its documents.
    private MigrationException Missing(LockedMigration held, int number) => new(
        MigrationErrorCode.StateUnreadable,
        $"The document {new BsonDocument("_id", Key(held, number)).ToText()} of '{names.Ranges}' is missing: it recorded how far that part of the collection is, so nothing can be decided without it. Somebody deleted it. {StateCure.Of(StateKind.Ranges, names.Ranges, Key(held, number), held.Migration.Tree)}");

    private static BsonDocument Key(LockedMigration held, int number) => MigrationKey.Of(held.Migration).Set("range", number);

    private static BsonDocument ToDocument(LockedMigration held, RangeCheckpoint checkpoint)
    {
        var document = new BsonDocument { { "_id", Key(held, checkpoint.Number) }, { "token", held.Lease.Token }, { "bounds", checkpoint.Range.ToDocument() } };
        foreach (var field in checkpoint.ToFields().Elements)
        {
            document.Add(field.Name, field.Value);
        }

        return document;
    }
}

// The server has another checkpoint than the one that was acknowledged: it lost what was not durable, or carried out a write without acknowledging it. What is stored wins.
internal sealed class CheckpointMovedException : Exception
{
    public CheckpointMovedException()
        : base("The stored checkpoint is not the one that was saved last.")
    {
    }
}

// The migration that is under way, and the lock under which alone its progress may be stored.
internal sealed record LockedMigration(MigrationDescriptor Migration, Lease Lease);
