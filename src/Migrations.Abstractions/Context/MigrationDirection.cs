namespace Migrations;

/// <summary>The way a migration is taken.</summary>
public enum MigrationDirection
{
    /// <summary>Upward, to the newer schema.</summary>
    Up,

    /// <summary>Downward, back to the older schema.</summary>
    Down,
}
