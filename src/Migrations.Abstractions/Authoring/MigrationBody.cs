namespace Migrations;

/// <summary>What every kind of migration has in common. Derive from <see cref="Migration"/>, <see cref="CollectionMigration"/>, <see cref="DocumentMigration{TIn, TOut}"/>, <see cref="RawDocumentMigration"/> or <see cref="EmitMigration"/>.</summary>
public abstract class MigrationBody
{
    private protected MigrationBody()
    {
    }

    /// <summary>Says which types were moved, renamed or deleted, before documents are opened. Default: none.</summary>
    /// <remarks>It must be a pure declaration: it is called without a database, at any time, in both directions, and must say the same each time.
    /// Documents are rewritten by document migrations; a free-form migration that declares moves says that its own commands make them.</remarks>
    public virtual void Setup(TypeMap types)
    {
    }

    /// <summary>Checks, after the body ran upward, that the data are as they should be. Throw to fail the migration. Default: nothing is checked.</summary>
    public virtual Task VerifyAsync(MigrationContext context, CancellationToken cancellationToken) => Task.CompletedTask;
}
