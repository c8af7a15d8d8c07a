using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Emit;

// Inserts, merges and deletes in one transaction: what a document becomes is written exactly once.
internal sealed class EmitChange(EmitWork work) : IDocumentChange
{
    private IReadOnlySet<string>? _known;

    public void Begin() => _known = work.Targets?.Known;

    public async Task<ChangedPage> RunAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure> refused, RangeCheckpoint? reached, IChannelSession session, CancellationToken cancellationToken)
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
