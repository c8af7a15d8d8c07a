namespace Migrations;

/// <summary>A free-form migration of one collection. Implement <see cref="IReversibleCollection"/> to let it be rolled back.</summary>
public abstract class CollectionMigration : MigrationBody
{
    /// <summary>The name of the collection handed to the body.</summary>
    public abstract string Collection { get; }

    /// <summary>Migrates the collection. In a transaction it may be called again after a transient error, so it must keep no state of its own.</summary>
    public abstract Task UpAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken);
}

/// <summary>A collection migration that can be rolled back.</summary>
public interface IReversibleCollection
{
    /// <summary>Undoes what <see cref="CollectionMigration.UpAsync"/> did.</summary>
    Task DownAsync(MigrationCollection collection, MigrationContext context, CancellationToken cancellationToken);
}
