namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>Where the data of a database stand.</summary>
public sealed class InitialiseSettings : MigrationsSettings
{
    /// <summary>For init: Where the data are: 'base' or 'head' for all trees, 'tree@target' for one. Not needed for an empty database. Also several, separated by ';'. For stamp: Where trees stand: 'tree@id', 'tree/line@version', 'tree@head', 'tree@base'. Also several, separated by ';'. Default: what the application declares.</summary>
    public string? At { get; set; }

    /// <summary>Replace what is already recorded; journaled.</summary>
    public bool Force { get; set; }

    /// <summary>Show what would be stored, and store nothing.</summary>
    public bool DryRun { get; set; }

    /// <summary>For init: Seconds to wait for a lock that is held. 0 to 86400. Default: 60. For stamp, accept, migrate, rollback, prune: Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }
}
