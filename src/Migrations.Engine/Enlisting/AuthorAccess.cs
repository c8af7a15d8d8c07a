using Migrations.Engine.Database;
using Migrations.Engine.Database.Connecting;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Storage;
using MongoDB.Driver;

namespace Migrations.Engine.Enlisting;

// Gives author's code its database in one run, plan or trial. Its client connects when the first body asks for it.
internal sealed class AuthorAccess(ICommandChannel channel, string database, StateNames names) : IDisposable
{
    private readonly Lazy<AuthorClient> _client = new(() => new AuthorClient(channel.AuthorSettings));

    // Of all its bodies.
    public LateCalls LateCalls { get; } = new();

    // What cannot be undone is announced.
    public SchemaChanges NewSchemaChanges(Func<string, CancellationToken, Task>? announce = null) => new(channel.Client, announce);

    // Changes the database, in the session if there is one. The log is told of every write before it is sent.
    public AuthorVisit OpenForChanges(IChannelSession? session, ISchemaGate schema, Action check, IWriteLog? log = null)
    {
        var own = Own(session);
        return Open(new Enlistment(own?.Handle, schema) { Answered = NoteAnswer(own), Check = check, Log = log, IsOwn = names.Owns });
    }

    // Changes the database in a transaction that will be rolled back.
    public AuthorVisit OpenForTrial(IChannelSession session, Action<ReportedAction> note, bool passesOverValidators)
    {
        var own = Own(session);
        return Open(new Enlistment(own?.Handle, new DryRunSchemaChanges(note)) { Answered = NoteAnswer(own), IsOwn = names.Owns, PassesOverValidators = passesOverValidators });
    }

    public AuthorVisit OpenForReading(IChannelSession? session)
    {
        var own = Own(session);
        return Open(new Enlistment(own?.Handle, new DryRunSchemaChanges(_ => { })) { Answered = NoteAnswer(own), IsOwn = names.Owns, IsReadOnly = true });
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private AuthorVisit Open(Enlistment enlistment) => new(_client.Value, database, enlistment, LateCalls);

    private static DriverSession? Own(IChannelSession? session) => session switch
    {
        null => null,
        DriverSession own => own,
        _ => throw new ArgumentException("An author's code can only take part in sessions of the driver.", nameof(session)),
    };

    private static Action NoteAnswer(DriverSession? session) => session is null ? () => { } : session.NoteAnswer;
}

// The client that an author's code works with, apart from the engine's own. One step works with it at a time.
internal sealed class AuthorClient : IDisposable
{
    private readonly CommandWatch _watch = new();
    private readonly MongoClient _client;

    public AuthorClient(MongoClientSettings settings) => _client = OwnClient.Create(settings, _watch.Subscribe);

    // Sessions of steps that run author's code come from here.
    public IMongoClient Client => _client;

    // The database for a body that begins now.
    public IMongoDatabase Open(string database, Enlistment enlistment)
    {
        _watch.Follow(enlistment);
        return enlistment.Enlist(_client.GetDatabase(database));
    }

    // The body has returned, and its transaction may end.
    public void Close(Enlistment enlistment)
    {
        enlistment.End();
        _watch.Leave(enlistment);
    }

    public void Dispose() => OwnClient.End(_client);
}

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
