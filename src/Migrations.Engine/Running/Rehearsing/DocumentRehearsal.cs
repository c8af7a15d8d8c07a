using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Running.DryRuns;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Undo;
using MongoDB.Bson;

namespace Migrations.Engine.Running.Rehearsing;

// Migrates the first documents and rolls them back, page by page, and compares each of them afterwards.
internal sealed class DocumentRehearsal(ICommandChannel channel, ChannelInfo server, string database, IChannelSession session, DryRunLimits limits)
{
    // Migrates, rolls back, compares, and migrates again for the next steps; what was not restored may not migrate again.
    public async Task<DocumentComparison> ThereAndBackAsync(PlannedStep up, CancellationToken cancellationToken)
    {
        using var there = await DocumentMigrator.OpenAsync(channel, server, database, up, cancellationToken).ConfigureAwait(false);
        using var back = await DocumentMigrator.OpenAsync(channel, server, database, up.Turned(), cancellationToken).ConfigureAwait(false);
        var (collection, comparison) = (there.Collection, new DocumentComparison(there.Collection));
        BsonValue? last = null;
        while (comparison.Documents < limits.MaxDocuments)
        {
            using var page = await there.Reader.ReadAfterAsync(IdRange.Whole, last, limits.BatchSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            var before = page.ToDictionary(DocumentId.Of);
            await there.TakeAsync([.. before.Keys], session, cancellationToken).ConfigureAwait(false);
            await back.TakeAsync([.. before.Keys], session, cancellationToken).ConfigureAwait(false);
            await CompareAsync(comparison, collection, before, cancellationToken).ConfigureAwait(false);
            if (comparison.Different == 0)
            {
                await there.TakeAsync([.. before.Keys], session, cancellationToken).ConfigureAwait(false);
            }

            last = DocumentId.Of(page[^1]);
        }

        return comparison;
    }

    // An applied migration: its rollback is compared with the images that it kept. Documents that were changed since are left out.
    public async Task<DocumentComparison> BackToImagesAsync(PlannedStep down, ImageStore images, CancellationToken cancellationToken)
    {
        var (tree, id) = (down.Migration.Tree, down.Migration.Id);
        using var back = await DocumentMigrator.OpenAsync(channel, server, database, down, cancellationToken).ConfigureAwait(false);
        var comparison = new DocumentComparison(back.Collection);
        while (comparison.Documents < limits.MaxDocuments && await images.FindNewestAsync(tree, id, session, cancellationToken).ConfigureAwait(false) is { } key)
        {
            var batch = await images.ReadAsync(key, session, cancellationToken).ConfigureAwait(false);
            var before = await UnchangedAsync(batch, cancellationToken).ConfigureAwait(false);
            await back.TakeAsync([.. before.Keys], session, cancellationToken).ConfigureAwait(false);
            await CompareAsync(comparison, batch.Collection, before, cancellationToken).ConfigureAwait(false);
            await images.DeleteAsync(batch, session, cancellationToken).ConfigureAwait(false);
        }

        return comparison;
    }

    private async Task<Dictionary<BsonValue, RawDocument>> UnchangedAsync(StoredBatch batch, CancellationToken cancellationToken)
    {
        var (stored, unchanged) = (batch.Documents.ToDictionary(d => d.Id), new Dictionary<BsonValue, RawDocument>());
        await ForEachAsync(batch.Collection, stored.Keys, (id, current) =>
        {
            if (FoundDocument.Of(stored[id], current).Fate == Fate.Migrated)
            {
                unchanged.Add(id, stored[id].Before);
            }
        }, cancellationToken).ConfigureAwait(false);
        return unchanged;
    }

    private async Task CompareAsync(DocumentComparison comparison, string collection, Dictionary<BsonValue, RawDocument> before, CancellationToken cancellationToken)
    {
        var gone = await ForEachAsync(collection, before.Keys, (id, after) => comparison.Compare(id, before[id], after), cancellationToken).ConfigureAwait(false);
        foreach (var id in gone)
        {
            comparison.Compare(id, before[id], null);
        }
    }

    // Returns those that are not there.
    private async Task<IReadOnlyCollection<BsonValue>> ForEachAsync(string collection, IEnumerable<BsonValue> ids, Action<BsonValue, RawDocument> action, CancellationToken cancellationToken)
    {
        var (reader, open) = (new PageReader(channel, database, collection, []), ids.ToHashSet());
        while (open.Count > 0)
        {
            using var page = await reader.ReadByIdAsync([.. open], session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            foreach (var document in page)
            {
                var id = DocumentId.Of(document);
                open.Remove(id);
                action(id, document);
            }
        }

        return open;
    }
}

// Migrates documents by _id, in either direction, in a transaction.
internal sealed class DocumentMigrator : IDisposable
{
    private static readonly Dictionary<BsonValue, DocumentFailure> None = [];
    private readonly PlannedStep _step;
    private readonly IPageWriter _writer;

    private DocumentMigrator(PlannedStep step, SourceCollection read, PageReader reader, Func<Action<DocumentFailure>, IPageWriter> writer)
    {
        (_step, Reader, Collection) = (step, reader, read.Name);
        _writer = writer(Refuse);
    }

    public PageReader Reader { get; }

    public string Collection { get; }

    public static async Task<DocumentMigrator> OpenAsync(ICommandChannel channel, ChannelInfo server, string database, PlannedStep step, CancellationToken cancellationToken)
    {
        var (kind, body) = ((DocumentKind)step.Migration.Kind, (DocumentMigration)StepBodies.Of(step));
        var read = kind.SourceOf(body, step.Direction);
        var sharding = await new ShardingReader(channel, database, read.Name).ReadAsync(server.Deployment, cancellationToken).ConfigureAwait(false);
        var filter = kind.UpdateOf(body, step.Direction)?.Filter ?? read.Filter;
        return new DocumentMigrator(step, read, new PageReader(channel, database, read.Name, filter), refuse => kind.CreatePageWriter(new ChangeSource(channel, database, step, body, _ => false, refuse) { Sharding = sharding }));
    }

    // Page by page: a reply holds only so many bytes.
    public async Task TakeAsync(IReadOnlyList<BsonValue> ids, IChannelSession session, CancellationToken cancellationToken)
    {
        var open = ids.ToHashSet();
        while (open.Count > 0)
        {
            using var page = await Reader.ReadAgainAsync([.. open], session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                return;
            }

            var changed = await _writer.WriteAsync(page, None, null, session, cancellationToken).ConfigureAwait(false);
            changed.Refused.Take(1).ToList().ForEach(Refuse);
            open.ExceptWith(changed.Ids);
        }
    }

    public void Dispose() => _writer.Dispose();

    // The first one ends it: the transaction is gone.
    private void Refuse(DocumentFailure failure) => new StepRefusals(_step, OnDocumentError.Stop, limit: 1, goesOn: false, TimeProvider.System).Add(failure, Collection);
}
