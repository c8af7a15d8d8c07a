namespace Cake.Migrations;

/// <summary>Which before images are deleted.</summary>
public sealed class PruneSettings : MigrationsSettings
{
    /// <summary>Only of migrations whose newest image is that many days old. Default: all.</summary>
    public int? OlderThan { get; set; }

    /// <summary>The name of the database, to be sure that it is the one.</summary>
    public string? Confirm { get; set; }

    /// <summary>How many seconds to wait for a lock that is held. Default: 0.</summary>
    public int? LockWait { get; set; }
}
