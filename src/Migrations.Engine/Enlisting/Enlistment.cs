using MongoDB.Bson;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// The rules for every call that an author's code makes on its database while a body runs. Each attempt to run a body has one of its own.
internal sealed class Enlistment(IClientSessionHandle? session, ISchemaGate schema)
{
    private TransactionFault? _fault;
    private volatile bool _hasBegun;
    private int _schemaChanges;

    // Null when the step runs without transactions.
    public IClientSessionHandle? Session => session;

    // Before each call: the lock is held, nobody has cancelled.
    public Action Check { get; init; } = () => { };

    // After each command of the transaction that the server has answered: the engine must not start it again.
    public Action Answered { get; init; } = () => { };

    // Called with each command that writes, before it is sent.
    public IWriteLog? Log { get; init; }

    // Which collections are the product's own, in any database.
    public Func<string, bool> IsOwn { get; init; } = _ => false;

    // For code that only reads.
    public bool IsReadOnly { get; init; }

    // For a trial of migrations that change a collection's validator, which no transaction rolls back: the existing validator is bypassed, as the run relaxes it.
    public bool PassesOverValidators { get; init; }

    public AuthorWrites Tally { get; } = new();

    public OpenCalls Calls { get; } = new(inTurn: session is not null);

    public bool IsInTransaction => session is { IsInTransaction: true };

    public bool IsChangingSchema => Volatile.Read(ref _schemaChanges) > 0;

    // The first error of the server that ended the transaction, whether or not the author's code caught it.
    public TransactionFault? Fault => Volatile.Read(ref _fault);

    // The session as the author sees it: the run begins and ends its transaction.
    public IClientSessionHandle? AuthorSession => session is null ? null : EnlistedProxy.Enlist(session, this);

    public IMongoDatabase Enlist(IMongoDatabase database) => EnlistedProxy.Enlist(database, this);

    // The body has returned; later calls belong to nobody.
    public void End() => Calls.Forget();

    public void ThrowIfFaulted()
    {
        if (Fault is { IsTransient: false } fault)
        {
            throw fault.ToException();
        }
    }

    public void Admit(string call)
    {
        Calls.ThrowIfClosed(call);
        Check();
        if (_fault is not null)
        {
            ThrowIfFaulted();
        }
    }

    // Called where nothing needs to block: an asynchronous call is about to write.
    public async ValueTask ExpectAsync(string? collection)
    {
        if (Log is not null && collection is not null)
        {
            Tally.Expect([collection]);
            await Log.AnnounceAsync(Tally, [collection]).ConfigureAwait(false);
        }
    }

    public void Begin() => _hasBegun |= IsInTransaction;

    public void Remember(TransactionFault fault) => Interlocked.CompareExchange(ref _fault, fault, null);

    public async ValueTask<bool> ChangeSchemaAsync(SchemaChange change, Func<ValueTask> carryOut, CancellationToken cancellationToken)
    {
        async ValueTask CarryOutAsync()
        {
            Interlocked.Increment(ref _schemaChanges);
            try
            {
                await carryOut().ConfigureAwait(false);
            }
            finally
            {
                Interlocked.Decrement(ref _schemaChanges);
            }
        }

        return await schema.ChangeAsync(change with { IsAfterFirstRead = _hasBegun }, CarryOutAsync, cancellationToken).ConfigureAwait(false);
    }
}

// The server's error that ended the transaction. The transaction loop handles transient ones.
internal sealed record TransactionFault(string Command, string? Collection, int ServerCode, string Text, bool IsTransient)
{
    // An error without a reply is a connection error, which may be recoverable.
    public static TransactionFault Of(string command, string? collection, Exception failure) => failure is MongoCommandException e
        ? new TransactionFault(command, collection, e.Code, e.ErrorMessage ?? e.Message, IsTransientReply(e.Result))
        : new TransactionFault(command, collection, 0, failure.Message, IsTransient: true);

    // A successful reply may contain failed statements.
    public static TransactionFault? Of(string command, string? collection, BsonDocument reply)
    {
        if (reply.TryGetValue("writeErrors", out var errors) && errors is BsonArray { Count: > 0 } list)
        {
            return OfStatement(command, collection, list[0].AsBsonDocument, reply);
        }

        return command == "bulkWrite" && reply.TryGetValue("nErrors", out var count) && count.ToInt64() > 0
            && reply["cursor"]["firstBatch"].AsBsonArray.Select(r => r.AsBsonDocument).FirstOrDefault(r => r.GetValue("ok", 1).ToDouble() == 0) is { } failed
            ? OfStatement(command, collection, failed, reply)
            : null;
    }

    public MigrationException ToException() => new(
        MigrationErrorCode.SwallowedServerError,
        $"'{Command}'{(Collection is null ? "" : $" on '{Collection}'")} failed{(ServerCode == 0 ? "" : $" with server code {ServerCode}")}: {Text} The error was caught, but the server has ended the migration's transaction with it, so nothing that follows can be kept. Check before you write (with a filter or an upsert), or set Transaction = TransactionMode.Never.");

    private static TransactionFault OfStatement(string command, string? collection, BsonDocument error, BsonDocument reply) =>
        new(command, collection, error.GetValue("code", 0).ToInt32(), error.GetValue("errmsg", "").AsString, IsTransientReply(reply));

    private static bool IsTransientReply(BsonDocument? reply) =>
        reply is not null && reply.TryGetValue("errorLabels", out var labels) && labels is BsonArray list && list.Contains("TransientTransactionError");
}
