using MongoDB.Bson;
using Migrations.Engine.Guarding;
using Migrations.Engine.Kinds.Emit;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Steps;

namespace Migrations.Engine.Passes;

// The documents of a step, as all its workers see them.
internal sealed record DocumentSource(StepScope Scope, DocumentMigration Body, FencedChannel Channel, string Collection, BsonDocument Filter, PageReader Reader, Sharding Sharding, DocumentFailures Failures)
{
    // Null where documents are changed in their place.
    public EmitProtocols? Emits { get; init; }
}
