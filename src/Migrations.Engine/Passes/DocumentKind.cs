using Migrations.Expressions;
using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// A kind whose bodies go through one collection. Runs, dry runs and rehearsals use it in the same way.
internal abstract class DocumentKind : BodyKind
{
    public override bool RunsInBatches => true;

    internal override bool WritesAnywhere => false;

    // Whether documents are removed from the source collection, so that it no longer shows what was migrated.
    public virtual bool MovesDocuments => false;

    internal override string? CollectionOf(MigrationBody body) => ((DocumentMigration)body).Collection;

    internal override WayBack WayBackOf(MigrationBody body)
    {
        var (document, types) = ((DocumentMigration)body, SetupMap.Of(body));
        return new WayBack
        {
            Collection = document.Collection,
            Validator = document.Validator.ToDocument(),
            Types = [.. types.Rules],
            RewritesTypes = types.Rewrite,
        };
    }

    internal override WayBack Complete(WayBack way, MigrationDescriptor migration, MigrationBody body) =>
        migration.IsReversible ? way with { Filter = ((DocumentMigration)body).RenderFilter(MigrationDirection.Down) } : way;

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
    public abstract IPageWriter CreatePageWriter(ChangeSource source);

    // What a body would make of documents, without writing; null where that cannot be known.
    public virtual IDocumentTransform? CreateForecast(ChangeSource source) => null;

    public IBatchProtocol CreateProtocol(PassSource pass, ChangeSource source, IChannelSession? session, RangeStore ranges, BatchPace pace) => session is null
        ? Announce(pass, source, ranges, pace)
        : InTransactions(pass, source, session, ranges, pace);

    protected virtual IBatchProtocol InTransactions(PassSource pass, ChangeSource source, IChannelSession session, RangeStore ranges, BatchPace pace) =>
        new TransactionalBatches(session, ranges, pass, CreatePageWriter(source), MarksOf(pass, source), pace);

    protected MarkCheck MarksOf(PassSource pass, ChangeSource source)
    {
        var isNeeded = TellsMigrated(source.Body, source.Step.Direction) && !LeavesMigratedAlone(source.Body);
        return new MarkCheck(pass, isNeeded ? CreateForecast(source) : null, isNeeded);
    }

    // How documents are changed without one.
    protected abstract IBatchProtocol Announce(PassSource pass, ChangeSource source, RangeStore ranges, BatchPace pace);
}

// A kind whose bodies change each document in place.
internal abstract class TransformKind : DocumentKind
{
    internal override string? ImagesFault => null;

    // 'earlier' are the types that earlier migrations moved.
    public abstract IDocumentTransform CreateTransform(DocumentMigration body, MigrationDirection direction, TypeMap? earlier);

    public override IPageWriter CreatePageWriter(ChangeSource source) => new TransformPageWriter(WorkOf(source));

    public override IDocumentTransform CreateForecast(ChangeSource source) =>
        CreateTransform(source.Body, source.Step.Direction, SetupMap.Before(source.Step, source.Body.Collection));

    protected override IBatchProtocol Announce(PassSource pass, ChangeSource source, RangeStore ranges, BatchPace pace) => new AnnouncedBatches(ranges, pass, WorkOf(source), MarksOf(pass, source), pace);

    private TransformWork WorkOf(ChangeSource source)
    {
        var writer = new BatchWriter(source.Channel, source.Database, source.Body.Collection) { IsOrdered = source.IsOrdered, TellsEach = source.TellsEach };
        return new TransformWork(writer, CreateForecast(source), source.Accept) { Images = source.Images, Sharding = source.Sharding };
    }
}

// A kind whose bodies are updates that the server carries out.
internal abstract class ServerKind : DocumentKind
{
    public abstract override ServerUpdate UpdateOf(DocumentMigration body, MigrationDirection direction);

    internal override WayBack Complete(WayBack way, MigrationDescriptor migration, MigrationBody body)
    {
        if (!migration.IsReversible)
        {
            return way;
        }

        var update = UpdateOf((DocumentMigration)body, MigrationDirection.Down);
        return base.Complete(way, migration, body) with { Update = new WayBackUpdate(update.Filter, update.Update, update.Steps, IsRepeatable((DocumentMigration)body)) };
    }

    // What a failure of the update means, if the body itself caused it.
    public virtual MigrationException? RefusalOf(string message, MigrationIdentity migration, string collection) => null;

    public override IPageWriter CreatePageWriter(ChangeSource source) => new UpdatePageWriter(source.Channel, source.Database, UpdateOf(source.Body, source.Step.Direction));

    public override IDocumentTransform? CreateForecast(ChangeSource source) => UpdateOf(source.Body, source.Step.Direction) is var update && ForeseenUpdate.IsPossible(update)
        ? new ForeseenUpdate(source.Channel, source.Database, update, _ => null)
        : null;

    public override bool LeavesMigratedAlone(DocumentMigration body) => base.LeavesMigratedAlone(body) || OperatorForecast.IsIdempotent(UpdateOf(body, MigrationDirection.Up).Update);

    protected override IBatchProtocol InTransactions(PassSource pass, ChangeSource source, IChannelSession session, RangeStore ranges, BatchPace pace) => new ServerBatches(ranges, pass, session, MarksOf(pass, source), pace);

    // A range that was interrupted is updated again, unless that could change a document twice: then every document is announced.
    protected override IBatchProtocol Announce(PassSource pass, ChangeSource source, RangeStore ranges, BatchPace pace)
    {
        var (update, direction) = (pass.Update!, source.Step.Direction);
        return IsRepeatable(source.Body) || (!ForeseenUpdate.IsPossible(update) && source.Body.RenderFilter(direction).ElementCount > 0) ? new ServerBatches(ranges, pass, null, MarksOf(pass, source), pace)
            : ForeseenUpdate.IsPossible(update) ? new AnnouncedBatches(ranges, pass, Foresee(source, update), MarksOf(pass, source), pace)
            : new RefusedUpdates(NeedsTransaction(source));
    }

    private TransformWork Foresee(ChangeSource source, ServerUpdate update)
    {
        var writer = new BatchWriter(source.Channel, source.Database, update.Collection) { IsOrdered = source.IsOrdered, TellsEach = source.TellsEach };
        var foreseen = new ForeseenUpdate(source.Channel, source.Database, update, message => RefusalOf(message, source.Step.Migration.Identity, update.Collection));
        return new TransformWork(writer, foreseen, source.Accept) { Sharding = source.Sharding };
    }

    private static MigrationException NeedsTransaction(ChangeSource source)
    {
        var (migration, isUp) = (source.Step.Migration, source.Step.Direction == MigrationDirection.Up);
        return MigrationFault.Of(
            migration,
            MigrationErrorCode.UpdateNeedsTransaction,
            $"{(isUp ? "Update" : "DownUpdate")} of migration {migration.Identity} '{migration.Identity.Title}' has operators whose result only the server knows, and {(isUp ? "Filter" : "DownFilter")} leaves nothing out. Without transactions, a run that is killed could not tell which documents are done, and would change them twice. Nothing was updated. Use transactions, write the update as an aggregation pipeline, or override {(isUp ? "Filter" : "DownFilter")} so that it leaves out what is done.");
    }

    // Where nothing is announced, nothing has to be finished without transactions, and nobody asks.
    private sealed class RefusedUpdates(MigrationException refusal) : IBatchProtocol
    {
        public Task<RangeCheckpoint> RunNextAsync(RangeCheckpoint reached, CancellationToken cancellationToken) => Task.FromException<RangeCheckpoint>(refusal);
    }
}

// What the server updates by itself, and in which documents.
internal sealed record ServerUpdate(string Collection, BsonDocument Filter, BsonValue Update)
{
    // One line each, where the update was made of steps.
    public IReadOnlyList<string> Steps { get; init; } = [];

    public Command ToCommand(string database, BsonDocument filter, bool isInTransaction)
    {
        var statement = new BsonDocument { { "q", filter }, { "u", Update }, { "multi", true } };
        var body = new BsonDocument { { "update", Collection }, { "updates", new BsonArray([statement]) } };
        body.AddRange(isInTransaction ? [] : new BsonDocument(DurableConcern.Name, DurableConcern.Value));
        return new Command(database, body.ToRaw()) { Kind = CommandKind.Write };
    }
}

// Where a document migration reads, and which documents.
internal sealed record SourceCollection(string Name, BsonDocument Filter);

// What one worker needs to change documents in place.
internal sealed record TransformWork(BatchWriter Writer, IDocumentTransform Transform, Action<DocumentFailure> Accept) : IDisposable
{
    // Null when nothing is kept.
    public ImageKeeper? Images { get; init; }

    public Sharding Sharding { get; init; } = Sharding.None;

    public async Task<Batch> CreateBatchAsync(DocumentPage page, IReadOnlyDictionary<BsonValue, DocumentFailure>? refused, CancellationToken cancellationToken)
    {
        await Transform.PrepareAsync(page, null, cancellationToken).ConfigureAwait(false);
        return Batch.Create(page, Transform, Accept, refused, Sharding);
    }

    public void Dispose() => Transform.Dispose();
}
