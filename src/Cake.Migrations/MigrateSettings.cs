namespace Cake.Migrations;

/// <summary>How far to go, and how.</summary>
public sealed class MigrateSettings : MigrationsSettings
{
    /// <summary>An id, a version, <c>head</c>, <c>base</c>, or <c>tree@target</c>.</summary>
    public string? To { get; set; }

    /// <summary>How many migrations at most. Default: no limit.</summary>
    public int? Distance { get; set; }

    /// <summary><c>auto</c>, <c>require</c> or <c>never</c>. Default: auto.</summary>
    public string? Transaction { get; set; }

    /// <summary>For a plan: the way back instead of the way forward.</summary>
    public bool Rollback { get; set; }
}
