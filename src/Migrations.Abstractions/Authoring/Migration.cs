namespace Migrations;

/// <summary>A free-form migration: any commands on the whole database. Implement <see cref="IReversible"/> to let it be rolled back.</summary>
public abstract class Migration : MigrationBody
{
    /// <summary>Migrates the database. In a transaction it may be called again after a transient error, so it must keep no state of its own.</summary>
    public abstract Task UpAsync(MigrationContext context, CancellationToken cancellationToken);
}

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

/// <summary>A free-form migration that can be rolled back. A migration without this is irreversible, and every plan says so.</summary>
public interface IReversible
{
    /// <summary>Undoes what <see cref="Migration.UpAsync"/> did.</summary>
    Task DownAsync(MigrationContext context, CancellationToken cancellationToken);
}

/// <summary>A typed document migration that can be rolled back.</summary>
/// <typeparam name="TIn">The type of a migrated document.</typeparam>
/// <typeparam name="TOut">The type that it had before.</typeparam>
public interface IReversible<in TIn, in TOut>
{
    /// <summary>Undoes <see cref="DocumentMigration{TIn, TOut}.Up"/> for one document; shared members are already copied.</summary>
    void Down(TIn input, TOut output);
}

/// <summary>A typed document migration of one class that can be rolled back.</summary>
/// <typeparam name="T">The type of a document, before and after.</typeparam>
public interface IReversible<T> : IReversible<T, T>
    where T : class
{
    /// <summary>Undoes <see cref="DocumentMigration{T}.Up(T)"/> for one document.</summary>
    void Down(T document);

    /// <inheritdoc />
    void IReversible<T, T>.Down(T input, T output) => Down(output);
}

/// <summary>A final migration: it begins a new epoch of its tree, and no path crosses it. It has no body; a database stands at it because it was initialised there.</summary>
public abstract class Barrier : MigrationBody;
