namespace Migrations;

/// <summary>What every kind of migration has in common. Derive from <see cref="Migration"/>, <see cref="CollectionMigration"/>, <see cref="DocumentMigration{TIn, TOut}"/> or <see cref="RawDocumentMigration"/>.</summary>
public abstract class MigrationBody
{
    private protected MigrationBody()
    {
    }

    /// <summary>Checks, after the body ran upward, that the data are as they should be. Throw to fail the migration. Default: nothing is checked.</summary>
    public virtual Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
