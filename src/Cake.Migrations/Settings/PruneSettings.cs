namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>Which before images to delete.</summary>
public sealed class PruneSettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }

    /// <summary>Only images of migrations whose newest image is that many days old. 0 to 36500. Default: all.</summary>
    public int? OlderThan { get; set; }
}
