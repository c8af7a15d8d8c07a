using MongoDB.Bson;
using Migrations.Engine.Guarding;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Steps;

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
