using Migrations.Engine.Database;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Kinds.Emit;

// What the workers of an emitting migration work with: each a body of its own, all the same knowledge of collections.
internal sealed class EmitProtocols(DocumentSource source, RangeStore ranges, ErrorStore errors)
{
    private readonly EmitTargets _targets = new(new SchemaReader(source.Channel, source.Scope.Database), new CollectionCommands(source.Channel, source.Scope.Database));

    // What cannot go well is refused before anything is read.
    public Task PrepareAsync(EmitMigration body, CancellationToken cancellationToken)
    {
        CreateRules(body);
        return _targets.PrepareAsync([source.Scope.Step.Direction == MigrationDirection.Up ? body.Target : body.Collection], cancellationToken);
    }

    // Without a session: announced.
    public IDocumentProtocol Create(IChannelSession? session, BatchPace pace)
    {
        var (scope, channel) = (source.Scope, source.Channel);
        var body = (EmitMigration)scope.CreateBody();
        var rules = CreateRules(body);
        var transform = EmitTransform.Create(body, scope.Step.Migration.Identity, scope.Step.Direction, SetupMap.Of(StepBodies.Before(scope.Step), rules.Source.Name));
        var writer = new EmitWriter(channel, scope.Database, rules.Source) { Sharding = source.Sharding, TellsEach = scope.Server.TellsEachWrite };
        var work = new EmitWork(source.Reader, writer, transform, rules, _targets, new OwnReads(channel, scope.Database, rules.Source), pace, source.Failures)
        {
            Presence = new PageReader(channel, scope.Database, rules.Source.Name, []),
        };
        return session is not null
            ? new TransactionalEmits(session, ranges, scope, work)
            : new AnnouncedEmits(ranges, scope, work, new EmitRemoval(channel, scope.Database, writer));
    }

    private EmitRules CreateRules(EmitMigration body) => EmitRules.Create(source.Scope.Step.Migration, body, source.Scope.Step.Direction, errors.IsState);
}
