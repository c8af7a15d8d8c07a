namespace Migrations.Engine.Storage;

/// <summary>How far a migration is on a database.</summary>
public enum AppliedStatus
{
    /// <summary>It runs, or its run ended without a word.</summary>
    Running,

    /// <summary>It is applied.</summary>
    Done,

    /// <summary>It stopped with an error.</summary>
    Failed,

    /// <summary>It was applied and rolled back.</summary>
    RolledBack,
}
