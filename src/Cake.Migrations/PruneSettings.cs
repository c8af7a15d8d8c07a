namespace Cake.Migrations;

/// <summary>Which before images are deleted.</summary>
public sealed class PruneSettings : MigrationsSettings
{
    /// <summary>Only of migrations whose newest image is that many days old. Default: all.</summary>
    public int? OlderThan { get; set; }
}
