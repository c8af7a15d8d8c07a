using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Commands;

namespace Migrations.Engine.Documents;

// Sends the updates of a batch as one command.
internal sealed class BatchWriter(ICommandChannel channel, string database, string collection)
{
    // Whether nothing is sent on after a failure.
    public bool IsOrdered { get; init; } = true;

    public Task<BatchOutcome> WriteAsync(Batch batch, IChannelSession session, CancellationToken cancellationToken) =>
        SendAsync(batch.Statements, batch.Changes, session, cancellationToken);

    public async Task<BatchOutcome> WriteGuardedAsync(IReadOnlyList<PlannedChange> changes, CancellationToken cancellationToken)
    {
        var tooLarge = new List<DocumentFailure>();
        var sent = new List<PlannedChange>(changes.Count);
        using var statements = new RawWriter(changes.Count * 256);
        foreach (var change in changes)
        {
            if (GuardedSize.IsTooLarge(change))
            {
                tooLarge.Add(GuardedSize.Failure(change));
                if (IsOrdered)
                {
                    break;
                }

                continue;
            }

            Guard.WriteStatement(statements, change);
            sent.Add(change);
        }

        var outcome = await SendAsync(statements.WrittenMemory, sent, null, cancellationToken).ConfigureAwait(false);
        return tooLarge.Count == 0 ? outcome : outcome with { Failures = [.. outcome.Failures, .. tooLarge] };
    }

    private async Task<BatchOutcome> SendAsync(ReadOnlyMemory<byte> statements, IReadOnlyList<PlannedChange> changes, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return new BatchOutcome(0, []);
        }

        var body = new BsonDocument { { "update", collection }, { "ordered", IsOrdered || session is not null } };
        body.AddRange(session is null ? new BsonDocument(Durable.Name, Durable.Concern) : []);
        var command = new Command(database, body.ToRaw()) { Kind = CommandKind.RetryableWrite, Sequence = new DocumentSequence("updates", statements, changes.Count) };
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        return new BatchOutcome(WriteReplies.Count(reply.Document, "n"u8), FailuresOf(reply.Document, changes));
    }

    private List<DocumentFailure> FailuresOf(RawDocument reply, IReadOnlyList<PlannedChange> changes)
    {
        var errors = WriteReplies.ReadErrors(reply);
        ServerTrouble.ThrowOnIt(reply, errors, "update", collection);
        return [.. errors.Select(e => DocumentFailure.Of(changes[e.Index].Document, e))];
    }
}

// How many documents the filters matched, and whose updates the server refused.
internal sealed record BatchOutcome(long Matched, IReadOnlyList<DocumentFailure> Failures);
