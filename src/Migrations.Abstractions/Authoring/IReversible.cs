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
