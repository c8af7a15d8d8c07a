namespace Cake.Migrations;

/// <summary>Which migrations are accepted, and as what.</summary>
public sealed class AcceptSettings : MigrationsSettings
{
    /// <summary>Migrations as <c>tree@id</c>, also several separated by <c>;</c>.</summary>
    public string? At { get; set; }

    /// <summary><c>applied</c> or <c>notApplied</c>, for migrations that did not come to their end and whose data were put right by hand. Default: they are applied and were changed.</summary>
    public string? As { get; set; }

    /// <summary>The name of the database, to be sure that it is the one.</summary>
    public string? Confirm { get; set; }

    /// <summary>How many seconds to wait for a lock that is held. Default: 0.</summary>
    public int? LockWait { get; set; }
}
