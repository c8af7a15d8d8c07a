namespace Cake.Migrations;

/// <summary>Which migrations are released.</summary>
public sealed class FixOrderSettings : MigrationsSettings
{
    /// <summary>The branch, tag or commit whose migrations are released. Default: origin/main.</summary>
    public string? Base { get; set; }

    /// <summary>Whether to only show what would be renamed. Default: false.</summary>
    public bool DryRun { get; set; }
}
