using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage.Progress;

namespace Migrations.Engine.Kinds.Emit;

internal sealed class EmitKind : DocumentKind
{
    public override string Name => "emit";

    public override string Summary => "documents from documents, in any collection";

    public override bool MovesDocuments => true;

    internal override bool WritesAnywhere => true;

    internal override string ImagesFault =>
        "has [KeepBeforeImages], but images hold the documents that a batch changes in their place, and this migration inserts, merges and deletes, in any collection. Remove the attribute, and implement IReversibleEmit.";

    internal override bool Includes(Type migration) => typeof(EmitMigration).IsAssignableFrom(migration);

    internal override bool IsReversible(Type migration) => typeof(IReversibleEmit).IsAssignableFrom(migration);

    // The way back reads what the way up wrote.
    public override SourceCollection SourceOf(DocumentMigration body, MigrationDirection direction) =>
        new(direction == MigrationDirection.Down ? ((EmitMigration)body).Target : body.Collection, body.RenderFilter(direction));

    public override async Task PrepareAsync(ChangeSource source, CancellationToken cancellationToken)
    {
        RulesOf(source);
        var target = source.Step.Direction == MigrationDirection.Up ? ((EmitMigration)source.Body).Target : source.Body.Collection;
        await (source.Targets?.PrepareAsync([target], cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
    }

    public override IPageWriter CreatePageWriter(ChangeSource source) => new EmitPageWriter(WorkOf(source));

    protected override IBatchProtocol Announce(PassSource pass, ChangeSource source, RangeStore ranges, BatchPace pace)
    {
        var work = WorkOf(source);
        var presence = new PageReader(source.Channel, source.Database, work.Rules.Source.Name, []);
        return new AnnouncedEmits(ranges, pass, work, new EmitRemoval(source.Channel, source.Database, work.Writer), presence, pace);
    }

    private EmitWork WorkOf(ChangeSource source)
    {
        var (step, body, rules) = (source.Step, (EmitMigration)source.Body, RulesOf(source));
        var transform = new EmitTransform(body, step.Migration.Identity, step.Direction, TypeRewriting.For(body, step.Direction, SetupMap.Before(step, rules.Source.Name)));
        var writer = new EmitWriter(source.Channel, source.Database, rules.Source) { Sharding = source.Sharding, TellsEach = source.TellsEach };
        return new EmitWork(writer, transform, rules, new FeedbackCheck(source.Channel, source.Database, rules.Source), source.Accept) { Targets = source.Targets };
    }

    private EmitRules RulesOf(ChangeSource source)
    {
        var (step, body) = (source.Step, (EmitMigration)source.Body);
        var rules = new EmitRules(step.Migration, SourceOf(body, step.Direction), source.IsState);
        rules.CheckTarget(step.Direction == MigrationDirection.Up ? body.Target : body.Collection);
        return rules;
    }
}

// Asks the author's code what becomes of a document. Each worker has its own body, because the body keeps the emitter.
internal sealed class EmitTransform
{
    private readonly Action<RawDocument, DocumentEmitter> _body;
    private readonly DocumentEmitter _emitter;
    private readonly TypeRewriting _types;
    private readonly bool _isTyped;

    public EmitTransform(EmitMigration body, MigrationIdentity migration, MigrationDirection direction, TypeRewriting types)
    {
        var isUp = direction == MigrationDirection.Up;
        _body = isUp ? body.Up : ((IReversibleEmit)body).Down;
        _emitter = new DocumentEmitter(isUp ? body.Target : body.Collection, $"{migration}/{(isUp ? body.Collection : body.Target)}", new DeclaredReader());
        _types = types;
        _isTyped = isUp ? IsGeneric(body.GetType().BaseType, typeof(EmitMigration<>)) : Array.Exists(body.GetType().GetInterfaces(), i => IsGeneric(i, typeof(IReversibleEmit<>)));
    }

    public Emission Apply(RawDocument document)
    {
        _emitter.Begin(document);
        _body((_isTyped ? _types.View : _types.Before)?.Rewrite(document) ?? document, _emitter);
        var inserts = _types.After is null ? [.. _emitter.Inserts] : _emitter.Inserts.Select(i => i with { Document = _types.AfterBody(i.Document) }).ToList();
        return new Emission(document, inserts, [.. _emitter.Merges], _emitter.DeletesSource);
    }

    private static bool IsGeneric(Type? type, Type definition)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == definition)
            {
                return true;
            }
        }

        return false;
    }
}

// Reads documents as classes that need not declare all of them.
internal sealed class DeclaredReader : IDocumentReader
{
    private readonly ActualTypes _types = new(view: null);

    public T Read<T>(RawDocument document)
        where T : class
    {
        using var declared = new RawWriter(document.Length);
        new DeclaredPart(declared, _types).WriteRoot(RootShape.Of<T>(), document.Bytes.Span);
        return ObjectReader.Read<T>(declared.ToArray(), _types);
    }
}
