using Migrations.Engine.Reporting;

namespace Migrations.AspNetCore;

/// <summary>How a database stands to the migrations of the application.</summary>
public enum SchemaState
{
    /// <summary>All migrations are applied.</summary>
    Current,

    /// <summary>Migrations are pending.</summary>
    Pending,

    /// <summary>Nobody said which migrations the data have seen, and that is never guessed.</summary>
    Uninitialised,

    /// <summary>The database has migrations that the application does not have: a newer release migrated it.</summary>
    Ahead,

    /// <summary>Application and database do not fit each other, or a migration stopped halfway.</summary>
    Diverged,

    /// <summary>A run is at work.</summary>
    Running,
}

/// <summary>The state of a database, as the start-up check, the health check and the endpoint see it.</summary>
public sealed record SchemaReport
{
    /// <summary>The state in one word.</summary>
    public required SchemaState State { get; init; }

    /// <summary>The state in a sentence, with what to do.</summary>
    public required string Message { get; init; }

    /// <summary>The database's name.</summary>
    public required string Database { get; init; }

    /// <summary>How many migrations are pending.</summary>
    public int Pending { get; init; }

    /// <summary>Who runs migrations now; null if nobody does.</summary>
    public string? RunBy { get; init; }

    internal StatusReport Details { get; init; } = null!;

    internal static SchemaReport Of(StatusReport status) => new()
    {
        State = StateOf(status),
        Message = status.LockHolder is { } holder ? $"A run by {holder.Owner} is at work. {status.Message}" : status.Message,
        Database = status.Database,
        Pending = status.PendingCount,
        RunBy = status.LockHolder?.Owner,
        Details = status,
    };

    // A run explains whatever else is seen while it is at work.
    private static SchemaState StateOf(StatusReport status) =>
        status.LockHolder is not null ? SchemaState.Running
        : status.Status switch
        {
            SchemaStatus.Current or SchemaStatus.AutoStamped => SchemaState.Current,
            SchemaStatus.Pending => SchemaState.Pending,
            SchemaStatus.DevelopmentBuild => status.PendingCount == 0 ? SchemaState.Current : SchemaState.Pending,
            SchemaStatus.Uninitialised => SchemaState.Uninitialised,
            // What is missing is not made good by what is newer in another tree.
            SchemaStatus.Ahead when status.PendingCount == 0 => SchemaState.Ahead,
            _ => SchemaState.Diverged,
        };
}
