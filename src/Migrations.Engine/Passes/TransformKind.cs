using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Passes;

// A kind whose bodies change each document in place.
internal abstract class TransformKind : DocumentKind
{
    internal override string? ImagesFault => null;

    // 'earlier' are the types that earlier migrations moved.
    public abstract IDocumentTransform CreateTransform(DocumentMigration body, MigrationDirection direction, TypeMap? earlier);

    public override IDocumentChange CreateChange(ChangeSource source) => new TransformChange(WorkOf(source));

    public override IDocumentTransform CreateForecast(ChangeSource source) =>
        CreateTransform(source.Body, source.Step.Direction, SetupMap.Before(source.Step, source.Body.Collection));

    protected override IBatchProtocol Announce(PassSource pass, ChangeSource source, RangeStore ranges, BatchPace pace) => new AnnouncedBatches(ranges, pass, WorkOf(source), MarksOf(pass, source), pace);

    private TransformWork WorkOf(ChangeSource source)
    {
        var writer = new BatchWriter(source.Channel, source.Database, source.Body.Collection) { IsOrdered = source.IsOrdered, TellsEach = source.TellsEach };
        return new TransformWork(writer, CreateForecast(source), source.Accept) { Images = source.Images, Sharding = source.Sharding };
    }
}
