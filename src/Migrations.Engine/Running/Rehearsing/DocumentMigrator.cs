using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Kinds;
using Migrations.Engine.Kinds.Pipeline;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Running.DryRuns;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Running.Rehearsing;

// Migrates documents by _id, in either direction, in a transaction.
internal sealed class DocumentMigrator : IDisposable
{
    private readonly ICommandChannel _channel;
    private readonly string _database;
    private readonly PlannedStep _step;
    private readonly DocumentMigration _body;
    private readonly PageReader _reader;
    private readonly ServerUpdate? _update;
    private readonly IDocumentTransform? _transform;

    public DocumentMigrator(ICommandChannel channel, string database, PlannedStep step)
    {
        (_channel, _database, _step) = (channel, database, step);
        _body = (DocumentMigration)StepBodies.Of(step);
        _update = ServerUpdate.Of(_body, step.Direction);
        _reader = new PageReader(channel, database, _body.Collection, _update?.Filter ?? SourceCollection.Of(_body, step.Direction).Filter);
        _transform = _update is not null ? null : TransformFactory.Create(_body, step.Direction, SetupMap.Of(StepBodies.Before(step), _body.Collection));
    }

    public PageReader Reader => _reader;

    public Task TakeAsync(IReadOnlyList<BsonValue> ids, IChannelSession session, CancellationToken cancellationToken) => _update is not null
        ? UpdateOnServerAsync(_update, ids, session, cancellationToken)
        : TransformAsync(ids, session, cancellationToken);

    public void Dispose() => _transform?.Dispose();

    // Page by page: a reply holds only so many bytes.
    private async Task TransformAsync(IReadOnlyList<BsonValue> ids, IChannelSession session, CancellationToken cancellationToken)
    {
        var open = ids.ToHashSet();
        while (open.Count > 0)
        {
            using var page = await _reader.ReadAgainAsync([.. open], session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                return;
            }

            using var batch = Batch.Create(page, _transform!, Refuse);
            var outcome = await new BatchWriter(_channel, _database, _body.Collection).WriteAsync(batch, session, cancellationToken).ConfigureAwait(false);
            outcome.Failures.Take(1).ToList().ForEach(Refuse);
            open.ExceptWith(batch.Ids);
        }
    }

    private async Task UpdateOnServerAsync(ServerUpdate update, IReadOnlyList<BsonValue> ids, IChannelSession session, CancellationToken cancellationToken)
    {
        var filter = IdRange.Within(update.Filter, new BsonDocument("$in", new BsonArray(ids)));
        using var reply = await _channel.RunAsync(update.ToCommand(_database, filter, isInTransaction: true), session, cancellationToken).ConfigureAwait(false);
        WriteReplies.ThrowOnErrors(reply.Document, "update", update.Collection);
    }

    // The first one ends it: the transaction is gone.
    private void Refuse(DocumentFailure failure) => new StepRefusals(_step, OnDocumentError.Stop, limit: 1, goesOn: false, TimeProvider.System).Add(failure, _body.Collection);
}
