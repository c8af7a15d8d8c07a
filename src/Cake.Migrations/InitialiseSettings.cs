namespace Cake.Migrations;

/// <summary>Where the data of a database stand.</summary>
public sealed class InitialiseSettings : MigrationsSettings
{
    /// <summary>An id, a version, <c>head</c>, <c>base</c>, or <c>tree@target</c>, also several separated by <c>;</c>. Not needed for an empty database.</summary>
    public string? At { get; set; }

    /// <summary>Whether a database that is initialised already is set anew. Default: false.</summary>
    public bool Force { get; set; }

    /// <summary>Whether it is only shown what would be stored. Default: false.</summary>
    public bool DryRun { get; set; }

    /// <summary>The name of the database, to be sure that it is the one.</summary>
    public string? Confirm { get; set; }

    /// <summary>How many seconds to wait for a lock that is held. Default: 0; 60 to initialise.</summary>
    public int? LockWait { get; set; }
}
