using Migrations.Engine.Database;
using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Kinds.Pipeline;

// A kind whose bodies are updates that the server carries out.
internal abstract class ServerKind : DocumentKind
{
    public abstract override ServerUpdate UpdateOf(DocumentMigration body, MigrationDirection direction);

    // What a failure of the update means, if the body itself caused it.
    public virtual MigrationException? RefusalOf(string message, MigrationIdentity migration, string collection) => null;

    public override IDocumentChange CreateChange(ChangeSource source) => new UpdateChange(source.Channel, source.Database, UpdateOf(source.Body, source.Step.Direction));

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

    // Where nothing is announced, nothing has to be finished without transactions, and nobody asks.
    private sealed class RefusedUpdates(MigrationException refusal) : IBatchProtocol
    {
        public Task<Checkpoint> RunNextAsync(Checkpoint reached, CancellationToken cancellationToken) => Task.FromException<Checkpoint>(refusal);
    }

    private static MigrationException NeedsTransaction(ChangeSource source)
    {
        var (migration, isUp) = (source.Step.Migration, source.Step.Direction == MigrationDirection.Up);
        return MigrationFault.Of(
            migration,
            MigrationErrorCode.UpdateNeedsTransaction,
            $"{(isUp ? "Update" : "DownUpdate")} of migration {migration.Identity} '{migration.Identity.Title}' has operators whose result only the server knows, and {(isUp ? "Filter" : "DownFilter")} leaves nothing out. Without transactions, a run that is killed could not tell which documents are done, and would change them twice. Nothing was updated. Use transactions, write the update as an aggregation pipeline, or override {(isUp ? "Filter" : "DownFilter")} so that it leaves out what is done.");
    }
}
