using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Documents;
using Migrations.Engine.Fields;
using Migrations.Engine.Scanning;

namespace Migrations.Engine.Running;

// A range in one update that the server carries out by itself. With transactions the checkpoint belongs to it; without them the filter, which leaves out what is migrated, makes a second time harmless.
internal sealed class ServerBatches(ICommandChannel channel, RangeStore ranges, StepScope scope, IChannelSession? session, ServerUpdate update) : IBatchProtocol
{
    private readonly KindProbe _kinds = new(channel, scope.Database, update.Collection);

    public Task<Checkpoint> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken) => session is null
        ? BeginRangeAsync(reached, cancellationToken)
        : session.WithTransactionAsync(token => RunRangeAsync(reached, token), cancellationToken);

    // Whoever comes next must know that some of it may be updated.
    private async Task<Checkpoint> BeginRangeAsync(Checkpoint reached, CancellationToken cancellationToken)
    {
        if (!reached.IsBegun)
        {
            reached = await ranges.SaveAsync(scope, reached with { IsBegun = true }, null, cancellationToken).ConfigureAwait(false);
        }

        return await RunRangeAsync(reached, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Checkpoint> RunRangeAsync(Checkpoint reached, CancellationToken cancellationToken)
    {
        var next = await _kinds.AreNoneAsync(reached.Range, session, cancellationToken).ConfigureAwait(false) ? reached : await UpdateAsync(reached, cancellationToken).ConfigureAwait(false);
        next = next with { IsBegun = false, IsDone = true };
        return await ranges.SaveAsync(scope, next, session, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Checkpoint> UpdateAsync(Checkpoint reached, CancellationToken cancellationToken)
    {
        var command = update.ToCommand(scope.Database, reached.Range.Within(update.Filter), session is not null);
        using var reply = await channel.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        ThrowOnErrors(reply.Document);
        return reached with
        {
            Documents = reached.Documents + WriteReplies.Count(reply.Document, "n"u8),
            Modified = reached.Modified + WriteReplies.Count(reply.Document, "nModified"u8),
            Batches = reached.Batches + 1,
        };
    }

    private void ThrowOnErrors(RawDocument reply)
    {
        if (WriteReplies.ReadErrors(reply) is [var first, ..])
        {
            StepRefusal.ThrowIfOne(first.Message, scope.Step.Migration.Identity, update.Collection);
            throw new MigrationException(
                MigrationErrorCode.DocumentFailed,
                $"Migration {scope.Step.Migration.Identity} '{scope.Step.Migration.Identity.Title}' failed on a document of '{update.Collection}': the server refused the update with code {first.ServerCode}: {first.Message} {(session is null ? "What it had updated in this range before stays so" : "Its range was not kept")}; earlier ranges are, and are checkpointed. Correct the data or the migration and run again.");
        }

        WriteReplies.ThrowOnErrors(reply, "update", update.Collection);
    }
}
