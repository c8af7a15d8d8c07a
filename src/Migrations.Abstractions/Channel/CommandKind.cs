namespace Migrations.Channel;

/// <summary>What a command does, which decides how it may be retried.</summary>
public enum CommandKind
{
    /// <summary>Reads only: retried once on a retryable error outside a transaction.</summary>
    Read,

    /// <summary>Insert, update of one, delete of one, findAndModify: gets a transaction number and is retried once.</summary>
    RetryableWrite,

    /// <summary>A write that must not be repeated blindly (multi updates and deletes): never retried.</summary>
    Write,

    /// <summary>Anything else, DDL included: sent to the primary, never retried.</summary>
    Admin,
}
