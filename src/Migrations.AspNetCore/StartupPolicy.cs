namespace Migrations.AspNetCore;

/// <summary>What an application does at start-up about a database that is not current. It happens before the server takes requests.</summary>
public enum StartupPolicy
{
    /// <summary>Nothing is checked.</summary>
    None,

    /// <summary>The state is logged, and the application starts.</summary>
    Warn,

    /// <summary>The application does not start (MIG1428).</summary>
    Fail,

    /// <summary>The application waits until another process has migrated, up to <see cref="MigrationsOptions.StartupTimeout"/>.</summary>
    Wait,

    /// <summary>Pending migrations are applied. Of several instances that start at once, one migrates and the others wait for it.</summary>
    Apply,
}
