namespace Migrations.Engine.Reporting;

/// <summary>The status of a database compared with a plugin.</summary>
public enum SchemaStatus
{
    /// <summary>All is applied.</summary>
    Current,

    /// <summary>Nobody initialised it, and nothing is applicable: the next run stamps it at base without being told.</summary>
    AutoStamped,

    /// <summary>Migrations are pending.</summary>
    Pending,

    /// <summary>Nobody initialised it, and where its data stand is never guessed.</summary>
    Uninitialised,

    /// <summary>It has migrations that the plugin does not have yet.</summary>
    Ahead,

    /// <summary>The plugin is a development build, so its version says nothing.</summary>
    DevelopmentBuild,

    /// <summary>Plugin, database and application do not fit each other.</summary>
    Inconsistent,
}
