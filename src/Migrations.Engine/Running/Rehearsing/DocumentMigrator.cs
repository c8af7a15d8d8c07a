using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Running.DryRuns;
using Migrations.Engine.Steps;

namespace Migrations.Engine.Running.Rehearsing;

// Migrates documents by _id, in either direction, in a transaction.
internal sealed class DocumentMigrator : IDisposable
{
    private static readonly Dictionary<BsonValue, DocumentFailure> None = [];
    private readonly PlannedStep _step;
    private readonly IDocumentChange _change;

    private DocumentMigrator(PlannedStep step, SourceCollection read, PageReader reader, Func<Action<DocumentFailure>, IDocumentChange> change)
    {
        (_step, Reader, Collection) = (step, reader, read.Name);
        _change = change(Refuse);
    }

    public PageReader Reader { get; }

    public string Collection { get; }

    public static async Task<DocumentMigrator> OpenAsync(ICommandChannel channel, ChannelInfo server, string database, PlannedStep step, CancellationToken cancellationToken)
    {
        var (kind, body) = ((DocumentKind)step.Migration.Kind, (DocumentMigration)StepBodies.Of(step));
        var read = kind.SourceOf(body, step.Direction);
        var sharding = await new ShardingReader(channel, database, read.Name).ReadAsync(server.Deployment, cancellationToken).ConfigureAwait(false);
        var filter = kind.UpdateOf(body, step.Direction)?.Filter ?? read.Filter;
        return new DocumentMigrator(step, read, new PageReader(channel, database, read.Name, filter), refuse => kind.CreateChange(new ChangeSource(channel, database, step, body, _ => false, refuse) { Sharding = sharding }));
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

            var changed = await _change.RunAsync(page, None, null, session, cancellationToken).ConfigureAwait(false);
            changed.Refused.Take(1).ToList().ForEach(Refuse);
            open.ExceptWith(changed.Ids);
        }
    }

    public void Dispose() => _change.Dispose();

    // The first one ends it: the transaction is gone.
    private void Refuse(DocumentFailure failure) => new StepRefusals(_step, OnDocumentError.Stop, limit: 1, goesOn: false, TimeProvider.System).Add(failure, Collection);
}
