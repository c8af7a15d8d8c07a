namespace Migrations.Engine.Storage;

/// <summary>The status of a migration on a database.</summary>
public enum AppliedStatus
{
    /// <summary>It is running, or its run died.</summary>
    Running,

    /// <summary>It is applied.</summary>
    Done,

    /// <summary>It stopped with an error.</summary>
    Failed,

    /// <summary>It was applied and rolled back.</summary>
    RolledBack,
}
