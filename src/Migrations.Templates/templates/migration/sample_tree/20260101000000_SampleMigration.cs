#if (implicitUsings != "enable" && implicitUsings != "true")
using System;
using System.Threading;
using System.Threading.Tasks;
#endif
using Migrations;
using MongoDB.Bson;
using MongoDB.Driver;

namespace SampleNamespace.SampleTree;

/// <summary>Sample migration.</summary>
[Migration("20260101000000", "Sample migration", Tree = "sample_tree")]
public sealed class SampleMigration : CollectionMigration, IReversibleCollection
{
    /// <inheritdoc />
    public override string Collection => "sample_collection";

    /// <inheritdoc />
    public override Task UpAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Write the migration, for example collection.UpdateManyAsync(filter, update, cancellationToken: cancellationToken).");

    /// <inheritdoc />
    public Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Write the way back, or remove IReversibleCollection.");
}
