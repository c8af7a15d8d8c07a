using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Passes.Batches;

// Sends the updates of a batch as one command.
internal sealed class BatchWriter(ICommandChannel channel, string database, string collection)
{
    private const int CarefulBatches = 20;
    private int _carefulBatches = CarefulBatches;

    // Whether the server can answer for each statement.
    public bool TellsEach { get; init; } = true;

    // Whether to stop sending after a failure.
    public bool IsOrdered { get; init; } = true;

    public Task<BatchOutcome> WriteAsync(Batch batch, IChannelSession session, CancellationToken cancellationToken) =>
        SendAsync(batch.Statements, batch.Changes, session, cancellationToken);

    // Says of each whether it was found. A server that only says how many is asked one by one, as long as others write to the same documents.
    public async Task<BatchOutcome> WriteGuardedAsync(IReadOnlyList<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var (found, failures, matched) = ((HashSet<int>?)[], new List<DocumentFailure>(), 0L);
        for (var i = 0; i < changes.Count && (failures.Count == 0 || !IsOrdered);)
        {
            List<PlannedChange> part = [.. changes.Skip(i).Take(TellsEach || _carefulBatches == 0 ? changes.Count - i : 1)];
            var outcome = await WritePartAsync(part, cancellationToken).ConfigureAwait(false);
            var places = outcome.Found ?? (part.Count == 1 ? Enumerable.Range(0, (int)outcome.Matched).ToHashSet() : null);
            found = places is null ? null : found?.Union(places.Select(p => p + i)).ToHashSet();
            failures.AddRange(outcome.Failures);
            matched += outcome.Matched;
            i += part.Count;
        }

        _carefulBatches = matched + failures.Count < changes.Count ? CarefulBatches : Math.Max(0, _carefulBatches - 1);
        return new BatchOutcome(matched, failures) { Found = found };
    }

    private async Task<BatchOutcome> WritePartAsync(List<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var tooLarge = new List<DocumentFailure>();
        var sent = new List<(int Place, PlannedChange Change)>(changes.Count);
        using var statements = new RawWriter(changes.Count * 256);
        foreach (var (place, change) in changes.Index())
        {
            if (!StatementLimit.IsTooLarge(change))
            {
                Guard.WriteStatement(statements, change);
                sent.Add((place, change));
                continue;
            }

            tooLarge.Add(StatementLimit.Failure(change));
            if (IsOrdered)
            {
                break;
            }
        }

        var outcome = await SendAsync(statements.WrittenMemory, sent.Select(s => s.Change).ToArray(), null, cancellationToken).ConfigureAwait(false);
        return new BatchOutcome(outcome.Matched, [.. outcome.Failures, .. tooLarge]) { Found = outcome.Found?.Select(i => sent[i].Place).ToHashSet() };
    }

    private static HashSet<int>? FoundIn(RawDocument reply) => reply.TryGetValue("found"u8, out var found) ? [.. found.AsArray.Select(i => i.ToInt32())] : null;

    private async Task<BatchOutcome> SendAsync(ReadOnlyMemory<byte> statements, ArraySegment<PlannedChange> changes, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return new BatchOutcome(0, []) { Found = new HashSet<int>() };
        }

        var body = new BsonDocument { { "update", collection }, { "ordered", IsOrdered || session is not null } };
        body.AddRange(session is null ? new BsonDocument(DurableConcern.Name, DurableConcern.Value) : []);
        var command = new Command(database, body.ToRaw()) { Kind = CommandKind.RetryableWrite, Sequence = new DocumentSequence("updates", statements, changes.Count), TellsEach = session is null };
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        return new BatchOutcome(WriteReplies.Count(reply.Document, "n"u8), FailuresOf(reply.Document, changes)) { Found = FoundIn(reply.Document) };
    }

    private List<DocumentFailure> FailuresOf(RawDocument reply, IReadOnlyList<PlannedChange> changes)
    {
        var errors = WriteReplies.ReadErrors(reply);
        ServerStateErrors.ThrowOnIt(reply, errors, "update", collection);
        return [.. errors.Select(e => DocumentFailure.Of(changes[e.Index].Document, e))];
    }
}

// How many documents the filters matched, and whose updates the server refused.
internal sealed record BatchOutcome(long Matched, IReadOnlyList<DocumentFailure> Failures)
{
    // The positions of those whose filters matched; null if the server only says how many.
    public IReadOnlySet<int>? Found { get; init; }
}
