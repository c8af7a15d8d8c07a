using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations;

/// <summary>A free-form migration of one collection, its documents as they are. Implement <see cref="IReversibleCollection"/> to let it be rolled back.</summary>
public abstract class CollectionMigration : CollectionMigration<BsonDocument>;

/// <summary>A free-form migration of one collection whose documents are read as a class. Implement <see cref="IReversibleCollection{T}"/> to let it be rolled back.</summary>
/// <typeparam name="T">The class of the documents, with its attributes and class maps.</typeparam>
public abstract class CollectionMigration<T> : MigrationBody
    where T : class
{
    /// <summary>The name of the collection handed to the body.</summary>
    public abstract string Collection { get; }

    /// <summary>
    /// Whether the collection may be missing in a database that has others. A plan warns of such a collection, and <c>verify</c>, as well as every command with <c>CI=true</c>, treats it as a
    /// fault, because a misspelt name migrates nothing and counts as applied (MIG1705). Default: false.
    /// </summary>
    public virtual bool MayBeMissing => false;

    /// <summary>Migrates the collection. In a transaction it may be called again after a transient error, so it must keep no state of its own.</summary>
    public abstract Task UpAsync(IMongoCollection<T> collection, MigrationContext context, CancellationToken cancellationToken);
}

/// <summary>A collection migration that can be rolled back.</summary>
public interface IReversibleCollection
{
    /// <summary>Undoes what <see cref="CollectionMigration{T}.UpAsync"/> did.</summary>
    Task DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken);
}

/// <summary>A collection migration whose way back reads documents as a class.</summary>
/// <typeparam name="T">The class of the documents.</typeparam>
public interface IReversibleCollection<T> : IReversibleCollection
    where T : class
{
    /// <summary>Undoes what <see cref="CollectionMigration{T}.UpAsync"/> did.</summary>
    Task DownAsync(IMongoCollection<T> collection, MigrationContext context, CancellationToken cancellationToken);

    /// <inheritdoc />
    Task IReversibleCollection.DownAsync(IMongoCollection<BsonDocument> collection, MigrationContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(collection);
        return DownAsync(context.GetCollection<T>(collection.CollectionNamespace.CollectionName), context, cancellationToken);
    }
}
