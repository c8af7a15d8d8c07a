using Migrations.Engine.Database;
using Migrations.Engine.Model;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// A kind whose bodies go through one collection. Runs, dry runs and rehearsals use it in the same way.
internal abstract class DocumentKind : BodyKind
{
    public override bool RunsInBatches => true;

    internal override bool WritesAnywhere => false;

    // Whether documents are removed from the source collection, so that it no longer shows what was migrated.
    public virtual bool MovesDocuments => false;

    internal override string? CollectionOf(MigrationBody body) => ((DocumentMigration)body).Collection;

    internal override bool MayBeMissing(MigrationBody body) => ((DocumentMigration)body).MayBeMissing;

    // The source, which may be another collection on the way back.
    public virtual SourceCollection SourceOf(DocumentMigration body, MigrationDirection direction) => new(body.Collection, body.RenderFilter(direction));

    // What the server updates by itself; null for a body that reads its documents.
    public virtual ServerUpdate? UpdateOf(DocumentMigration body, MigrationDirection direction) => null;

    // Whether unmigrated documents can be told from migrated ones, so that a second pass can migrate what others wrote.
    public virtual bool TellsMigrated(DocumentMigration body, MigrationDirection direction) =>
        direction == MigrationDirection.Up && body.IsConvergent && body.RenderFilter(direction).ElementCount > 0;

    // Whether a body is known to leave a document alone that it has migrated, without asking the documents.
    public virtual bool LeavesMigratedAlone(DocumentMigration body) => IsRepeatable(body);

    // Whether a body is known to leave a document alone that it has changed, both ways.
    public virtual bool IsRepeatable(DocumentMigration body) => false;

    // What cannot succeed is refused before anything is read.
    public virtual Task PrepareAsync(ChangeSource source, CancellationToken cancellationToken) => Task.CompletedTask;

    // How documents are changed in a transaction. One for each worker.
    public abstract IDocumentChange CreateChange(ChangeSource source);

    // What a body would make of documents, without writing; null where that cannot be known.
    public virtual IDocumentTransform? CreateForecast(ChangeSource source) => null;

    public IBatchProtocol CreateProtocol(PassSource pass, ChangeSource source, IChannelSession? session, RangeStore ranges, BatchPace pace) => session is null
        ? Announce(pass, source, ranges, pace)
        : InTransactions(pass, source, session, ranges, pace);

    protected virtual IBatchProtocol InTransactions(PassSource pass, ChangeSource source, IChannelSession session, RangeStore ranges, BatchPace pace) =>
        new TransactionalBatches(session, ranges, pass, CreateChange(source), MarksOf(pass, source), pace);

    protected MarkCheck MarksOf(PassSource pass, ChangeSource source)
    {
        var isNeeded = TellsMigrated(source.Body, source.Step.Direction) && !LeavesMigratedAlone(source.Body);
        return new MarkCheck(pass, isNeeded ? CreateForecast(source) : null, isNeeded);
    }

    // How documents are changed without one.
    protected abstract IBatchProtocol Announce(PassSource pass, ChangeSource source, RangeStore ranges, BatchPace pace);
}
