using System.Collections.Concurrent;
using Migrations.Engine.Database;
using Migrations.Engine.Guarding;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// The documents of a pass, as all its workers see them.
internal sealed record PassSource(StepScope Scope, DocumentMigration Body, FencedChannel Channel, string Collection, BsonDocument Filter, PageReader Reader, Sharding Sharding, DocumentFailures Failures)
{
    // Not every server creates a collection in a transaction.
    public required TargetCollections Targets { get; init; }

    public DocumentKind Kind => (DocumentKind)Scope.Step.Migration.Kind;

    // What the server updates by itself; null if the documents are read.
    public ServerUpdate? Update => Kind.UpdateOf(Body, Scope.Step.Direction) is { } update ? update with { Filter = Filter } : null;
}

// What a kind of body needs to change documents, in a run or a trial. 'accept' continues without a document that cannot be changed, or throws.
internal sealed record ChangeSource(ICommandChannel Channel, string Database, PlannedStep Step, DocumentMigration Body, Func<string, bool> IsState, Action<DocumentFailure> Accept)
{
    public Sharding Sharding { get; init; } = Sharding.None;

    // Whether the server stops at the first document that it refuses.
    public bool IsOrdered { get; init; } = true;

    // Whether the server reports the outcome of each document.
    public bool TellsEach { get; init; } = true;

    // Null if nothing is kept.
    public ImageKeeper? Images { get; init; }

    // Null in a trial, where the transaction creates the collections it needs.
    public TargetCollections? Targets { get; init; }
}

// Not every server creates a collection within a transaction, so those that are missing are made before they are written into. All workers share it.
internal sealed class TargetCollections(SchemaReader schema, CollectionCommands commands)
{
    private readonly ConcurrentDictionary<string, bool> _present = new(StringComparer.Ordinal);

    // A transaction that began before a collection was created does not see it.
    public IReadOnlySet<string> Known => _present.Keys.ToHashSet(StringComparer.Ordinal);

    public async Task PrepareAsync(IEnumerable<string> collections, CancellationToken cancellationToken)
    {
        foreach (var collection in collections.Distinct(StringComparer.Ordinal))
        {
            if (_present.ContainsKey(collection))
            {
                continue;
            }

            if (!await schema.HasCollectionAsync(collection, cancellationToken).ConfigureAwait(false))
            {
                await commands.CreateAsync(collection, cancellationToken).ConfigureAwait(false);
            }

            _present[collection] = true;
        }
    }
}
