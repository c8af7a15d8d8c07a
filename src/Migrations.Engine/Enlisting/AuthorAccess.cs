using Migrations.Engine.Database;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Enlisting;

// Where author's code gets its database in one run, plan or trial. Its client connects when the first body asks for it.
internal sealed class AuthorAccess(ICommandChannel channel, string database, StateNames names) : IDisposable
{
    private readonly Lazy<AuthorClient> _client = new(() => new AuthorClient(channel.AuthorSettings));

    // Of all its bodies.
    public LateCalls LateCalls { get; } = new();

    // Announced is what cannot be undone.
    public SchemaChanges NewSchemaChanges(Func<string, CancellationToken, Task>? announce = null) => new(channel.Client, announce);

    // Changes the database, in the session if there is one. The log is told of every write before it is sent.
    public AuthorVisit OpenForChanges(IChannelSession? session, ISchemaGate schema, Action check, IWriteLog? log = null)
    {
        var own = Own(session);
        return Open(new Enlistment(own?.Handle, schema) { Answered = NoteAnswer(own), Check = check, Log = log, IsOwn = names.Owns });
    }

    // Changes the database in a transaction that will be taken back.
    public AuthorVisit OpenForTrial(IChannelSession session, Action<ReportedAction> note, bool passesOverValidators)
    {
        var own = Own(session);
        return Open(new Enlistment(own?.Handle, new NotedSchemaChanges(note)) { Answered = NoteAnswer(own), IsOwn = names.Owns, PassesOverValidators = passesOverValidators });
    }

    public AuthorVisit OpenForReading(IChannelSession? session)
    {
        var own = Own(session);
        return Open(new Enlistment(own?.Handle, new NotedSchemaChanges(_ => { })) { Answered = NoteAnswer(own), IsOwn = names.Owns, IsReadOnly = true });
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
        _ => throw new ArgumentException("Author's code can take part in sessions of the driver only.", nameof(session)),
    };

    private static Action NoteAnswer(DriverSession? session) => session is null ? () => { } : session.NoteAnswer;
}
