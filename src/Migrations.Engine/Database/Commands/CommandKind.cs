namespace Migrations.Engine.Database.Commands;

// What a command does, which decides how it may be retried.
internal enum CommandKind
{
    // Reads only: retried once on a retryable error outside a transaction.
    Read,

    // Insert, update of one, delete of one, findAndModify: gets a transaction number and is retried once.
    RetryableWrite,

    // A write that must not be repeated blindly (multi updates and deletes): never retried.
    Write,

    // Anything else, DDL included: sent to the primary, never retried.
    Admin,
}
