namespace Cake.Migrations;

/// <summary>What is shown of the plugin's revisions.</summary>
public sealed class HistorySettings : MigrationsSettings
{
    /// <summary>Whether it is shown in full, with what the database remembers of each. Default: false.</summary>
    public bool Verbose { get; set; }

    /// <summary>Whether the one-shots are shown instead of the revisions. Default: false.</summary>
    public bool OneShot { get; set; }
}
