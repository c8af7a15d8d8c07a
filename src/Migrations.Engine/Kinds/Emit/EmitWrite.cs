using Migrations.Engine.Database;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Emit;

// All that a batch becomes, within one transaction.
internal sealed class EmitWrite(EmitWriter writer, OwnReads ownReads, EmitRules rules)
{
    // What goes goes first, so that a document may take the place of the one it was made of in a unique index. With a failure the transaction is lost.
    public async Task<EmitOutcome> RunAsync(IReadOnlyList<Emission> emissions, IChannelSession session, CancellationToken cancellationToken)
    {
        var deleted = await writer.DeleteSourcesAsync(emissions, session, cancellationToken).ConfigureAwait(false);
        var refused = await writer.InsertAsync(emissions, session, cancellationToken).ConfigureAwait(false);
        if (refused.Count > 0)
        {
            return new EmitOutcome(0, 0, 0, [.. refused.Select(EmitWriter.Refused)]);
        }

        var merged = await writer.MergeAsync(emissions, session, cancellationToken).ConfigureAwait(false);
        if (merged.Failures.Count == 0 && await ownReads.CountAsync(emissions, session, cancellationToken).ConfigureAwait(false) is > 0 and var own)
        {
            throw rules.ReadsItsOwn(own);
        }

        return new EmitOutcome(emissions.Sum(e => e.Inserts.Count) + merged.Inserted, merged.Modified, deleted, merged.Failures);
    }
}

internal sealed record EmitOutcome(long Inserted, long Modified, long Deleted, IReadOnlyList<DocumentFailure> Failures);
