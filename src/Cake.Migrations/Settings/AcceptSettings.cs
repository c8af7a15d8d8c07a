namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>Which migrations are accepted, and as what.</summary>
public sealed class AcceptSettings : MigrationsSettings
{
    /// <summary>TREE@ID of the migrations, as 'verify' names them; or TREE, to take a tree over from another plugin (MIG1425). Also several, separated by ';'.</summary>
    public string? At { get; set; }

    /// <summary>How the data are now, for migrations that did not finish and whose data you have corrected by hand. applied or notApplied.</summary>
    public string? As { get; set; }

    /// <summary>Seconds to wait for a lock that is held. 0 to 86400. Default: 0.</summary>
    public int? LockWait { get; set; }

    /// <summary>Seconds that the lock lasts without renewal. 5 to 3600. Default: 60.</summary>
    public int? LockLease { get; set; }

    /// <summary>The name of the database, to make sure that it is the right one. Required if MIGRATIONS_REQUIRE_CONFIRMATION is true.</summary>
    public string? Confirm { get; set; }
}
