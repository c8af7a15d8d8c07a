using Migrations.Engine.Database.Failures;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// One attempt at a body, from its first call to its last. Disposed of before its transaction ends.
internal sealed class AuthorVisit(AuthorClient client, string database, Enlistment enlistment, LateCalls late) : IDisposable
{
    public IMongoDatabase Database { get; } = client.Open(database, enlistment);

    public IClientSessionHandle? Session { get; } = enlistment.AuthorSession;

    public AuthorWrites Tally => enlistment.Tally;

    public LateCalls LateCalls => late;

    // The body has succeeded. Any call from now on is too late.
    public void Succeed() => enlistment.Calls.Close(late);

    // Waits for the calls under way and allows no new ones. Returns the calls that nobody awaited.
    public Task<IReadOnlyList<string>> EndAsync() => enlistment.Calls.EndAsync();

    public void ThrowIfFaulted() => enlistment.ThrowIfFaulted();

    // The error after which to retry the whole transaction, however the author's code has wrapped it; null if there was none.
    public DatabaseException? FindTransient(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is MongoException labelled && labelled.HasErrorLabel(ErrorLabels.TransientTransactionError))
            {
                return DriverFailures.Of(labelled, enlistment.Fault?.Command ?? "the migration's command", client.Client);
            }
        }

        return enlistment.Fault is { IsTransient: true } fault
            ? new DatabaseException(MigrationErrorCode.CommandFailed, $"'{fault.Command}' failed, and the migration's transaction with it: {fault.Text}", failure, [ErrorLabels.TransientTransactionError])
            : null;
    }

    public void Dispose() => client.Close(enlistment);
}
