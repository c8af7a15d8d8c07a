using Migrations.Engine.Database.Failures;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// One attempt at a body, from its first call to its last. Disposed of before its transaction ends.
internal sealed class AuthorVisit(AuthorClient client, string database, Enlistment enlistment, LateCalls late) : IDisposable
{
    public IMongoDatabase Database { get; } = client.Open(database, enlistment);

    public IClientSessionHandle? Session { get; } = enlistment.AuthorSession;

    public WriteTally Tally => enlistment.Tally;

    public LateCalls LateCalls => late;

    // The body has succeeded. What it does from now on is too late.
    public void Succeed() => enlistment.Calls.Close(late);

    // Nothing of the body begins any more, and what is under way has ended. Returns what nobody waited for.
    public Task<IReadOnlyList<string>> EndAsync() => enlistment.Calls.EndAsync();

    public void ThrowIfFaulted() => enlistment.ThrowIfFaulted();

    // The error after which the whole transaction is to be repeated, however the author's code has wrapped it; null where there was none.
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
