namespace Migrations;

/// <summary>A free-form migration: any commands on the whole database. Implement <see cref="IReversible"/> to let it be rolled back.</summary>
public abstract class Migration : MigrationBody
{
    /// <summary>Migrates the database. In a transaction it may be called again after a transient error, so it must keep no state of its own.</summary>
    public abstract Task UpAsync(MigrationContext context, CancellationToken cancellationToken);
}
