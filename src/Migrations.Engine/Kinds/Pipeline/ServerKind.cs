using Migrations.Engine.Database;
using Migrations.Engine.Passes;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Kinds.Pipeline;

// A kind whose bodies are updates that the server carries out.
internal abstract class ServerKind : DocumentKind
{
    public abstract override ServerUpdate UpdateOf(DocumentMigration body, MigrationDirection direction);

    // What a failure of the update means, if the body itself caused it.
    public virtual MigrationException? RefusalOf(string message, MigrationIdentity migration, string collection) => null;

    public override IDocumentChange CreateChange(ChangeSource source) => new UpdateChange(source.Channel, source.Database, UpdateOf(source.Body, source.Step.Direction));

    protected override IBatchProtocol InTransactions(PassSource pass, ChangeSource source, IChannelSession session, RangeStore ranges, BatchPace pace) => new ServerBatches(ranges, pass, session, pace);

    protected override IBatchProtocol Announce(PassSource pass, ChangeSource source, RangeStore ranges, BatchPace pace) => new ServerBatches(ranges, pass, null, pace);
}
