using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Emit;

// What one worker needs to write what documents become.
internal sealed record EmitWork(EmitWriter Writer, EmitTransform Transform, EmitRules Rules, FeedbackCheck Feedback, Action<DocumentFailure> Accept)
{
    // Null in a trial, where the transaction creates the collections that it needs.
    public TargetCollections? Targets { get; init; }

    // Of a batch in a transaction.
    public EmitWrite Write { get; } = new(Writer, Feedback, Rules);

    public EmitBatch CreateBatch(IReadOnlyList<RawDocument> page) => EmitBatch.Create(page, Transform, Rules, Accept);
}

// Writes everything that a batch becomes, in one transaction.
internal sealed class EmitWrite(EmitWriter writer, FeedbackCheck feedback, EmitRules rules)
{
    // Deletes come first, so that a document can replace the one that it was made from in a unique index. A failure ends the transaction.
    public async Task<EmitOutcome> RunAsync(IReadOnlyList<Emission> emissions, IChannelSession session, CancellationToken cancellationToken)
    {
        var deleted = await writer.DeleteSourcesAsync(emissions, session, cancellationToken).ConfigureAwait(false);
        var refused = await writer.InsertAsync(emissions, session, cancellationToken).ConfigureAwait(false);
        if (refused.Count > 0)
        {
            return new EmitOutcome(0, 0, 0, [.. refused.Select(EmitWriter.Refused)]);
        }

        var merged = await writer.MergeAsync(emissions, session, cancellationToken).ConfigureAwait(false);
        if (merged.Failures.Count == 0 && await feedback.CountAsync(emissions, session, cancellationToken).ConfigureAwait(false) is > 0 and var own)
        {
            throw rules.ReadsItsOwn(own);
        }

        return new EmitOutcome(emissions.Sum(e => e.Inserts.Count) + merged.Inserted, merged.Modified, deleted, merged.Failures);
    }
}

internal sealed record EmitOutcome(long Inserted, long Modified, long Deleted, IReadOnlyList<DocumentFailure> Failures);

// Inserts, merges and deletes in one transaction: what a document becomes is written exactly once.
internal sealed class EmitPageWriter(EmitWork work) : IPageWriter
{
    private IReadOnlySet<string>? _known;

    public void Begin() => _known = work.Targets?.Known;

    public async Task<ChangedPage> WriteAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, RangeCheckpoint? reached, IChannelSession session, CancellationToken cancellationToken)
    {
        var batch = work.CreateBatch(page).Without(refused);
        await PrepareAsync(batch, cancellationToken).ConfigureAwait(false);
        var outcome = await work.Write.RunAsync(batch.Emissions, session, cancellationToken).ConfigureAwait(false);
        return new ChangedPage(page, batch.Documents.Count)
        {
            Failures = batch.Failures,
            Refused = outcome.Failures,
            Inserted = outcome.Inserted,
            Modified = outcome.Modified,
            Deleted = outcome.Deleted,
            Kept = batch.Emissions.Count(e => !e.DeletesSource),
        };
    }

    // A transaction that began before a collection was created does not see it.
    private async Task PrepareAsync(EmitBatch batch, CancellationToken cancellationToken)
    {
        var collections = batch.Emissions.SelectMany(e => e.Collections).ToHashSet(StringComparer.Ordinal);
        if (_known is not null && !collections.IsSubsetOf(_known))
        {
            await work.Targets!.PrepareAsync(collections, cancellationToken).ConfigureAwait(false);
            throw new DatabaseException(MigrationErrorCode.CommandFailed, "A collection was created after the transaction had begun, so the transaction starts again.", null, ["TransientTransactionError"]);
        }
    }
}
