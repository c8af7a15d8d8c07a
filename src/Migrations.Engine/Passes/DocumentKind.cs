using Migrations.Engine.Database;
using Migrations.Engine.Model;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// A kind whose bodies go through one collection. A run, a dry run and a rehearsal ask it the same.
internal abstract class DocumentKind : BodyKind
{
    public override bool RunsInBatches => true;

    internal override bool WritesAnywhere => false;

    // Whether documents leave the collection that is read, so that nothing there says any more what was migrated.
    public virtual bool MovesDocuments => false;

    internal override string? CollectionOf(MigrationBody body) => ((DocumentMigration)body).Collection;

    internal override bool MayBeMissing(MigrationBody body) => ((DocumentMigration)body).MayBeMissing;

    // What is read, which may be another collection on the way back.
    public virtual SourceCollection SourceOf(DocumentMigration body, MigrationDirection direction) => new(body.Collection, body.RenderFilter(direction));

    // What the server does by itself; null for a body that reads its documents.
    public virtual ServerUpdate? UpdateOf(DocumentMigration body, MigrationDirection direction) => null;

    // Whether the documents that are not migrated yet can be told from the others, so that a second pass catches up with what others wrote.
    public virtual bool TellsMigrated(DocumentMigration body, MigrationDirection direction) =>
        direction == MigrationDirection.Up && body.IsConvergent && body.RenderFilter(direction).ElementCount > 0;

    // What cannot succeed is refused before anything is read.
    public virtual Task PrepareAsync(ChangeSource source, CancellationToken cancellationToken) => Task.CompletedTask;

    // How documents are changed in a transaction. One for each worker.
    public abstract IDocumentChange CreateChange(ChangeSource source);

    public virtual IBatchProtocol CreateProtocol(PassSource pass, ChangeSource source, IChannelSession? session, RangeStore ranges, BatchPace pace) => session is null
        ? Announce(pass, source, ranges, pace)
        : new TransactionalBatches(session, ranges, pass, CreateChange(source), pace);

    // How they are without one.
    protected abstract IBatchProtocol Announce(PassSource pass, ChangeSource source, RangeStore ranges, BatchPace pace);
}
