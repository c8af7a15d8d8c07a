namespace Migrations;

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
