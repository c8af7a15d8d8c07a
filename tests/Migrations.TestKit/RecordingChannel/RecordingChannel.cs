using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.TestKit;

/// <summary>A command channel without a server: writes down every command and answers with scripted replies.</summary>
/// <remarks>
/// Without a script, writes succeed for all their statements, reads find nothing and everything else is <c>{ ok: 1 }</c>.
/// A command that was scripted several times gets the replies in order, then the default again.
/// </remarks>
internal sealed class RecordingChannel : ICommandChannel
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<Func<BsonDocument, BsonDocument>>> _replies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<BsonDocument, BsonDocument>> _rules = new(StringComparer.Ordinal);
    private readonly List<RecordedCommand> _commands = [];
    private readonly List<string> _lines = [];
    private int _sessions;

    /// <summary>What <see cref="ConnectAsync"/> answers; a replica set of MongoDB 8.0 unless set.</summary>
    public ChannelInfo Info { get; init; } = new()
    {
        Deployment = DeploymentKind.ReplicaSet,
        Server = "recorded:27017",
        ServerVersion = "8.0.0",
        SupportsTransactions = true,
        MaxWireVersion = 25,
    };

    /// <summary>As a test sets it.</summary>
    public long OverloadCount { get; set; }

    /// <summary>The commands so far.</summary>
    public IReadOnlyList<RecordedCommand> Commands
    {
        get
        {
            lock (_gate)
            {
                return [.. _commands];
            }
        }
    }

    /// <summary>All that happened so far, one line each, to be compared with an approved text.</summary>
    public string Transcript
    {
        get
        {
            lock (_gate)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Answers the next command of that name with a document in Extended JSON.</summary>
    public RecordingChannel Reply(string commandName, string json) => Reply(commandName, _ => BsonDocument.Parse(json));

    /// <summary>Answers the next command of that name with what the function makes of it (sequences are arrays of the document it gets).</summary>
    public RecordingChannel Reply(string commandName, Func<BsonDocument, BsonDocument> reply)
    {
        lock (_gate)
        {
            if (!_replies.TryGetValue(commandName, out var queue))
            {
                _replies.Add(commandName, queue = new Queue<Func<BsonDocument, BsonDocument>>());
            }

            queue.Enqueue(reply);
        }

        return this;
    }

    /// <summary>Answers every command of that name that has no reply of its own.</summary>
    public RecordingChannel ReplyAlways(string commandName, Func<BsonDocument, BsonDocument> reply)
    {
        lock (_gate)
        {
            _rules[commandName] = reply;
        }

        return this;
    }

    /// <summary>Answers the next command of that name with a cursor over documents in Extended JSON.</summary>
    public RecordingChannel ReplyWithDocuments(string commandName, params string[] documents) =>
        Reply(commandName, _ => DefaultReplies.Cursor(new BsonArray(documents.Select(BsonDocument.Parse))));

    /// <summary>Fails the next command of that name with an exception.</summary>
    public RecordingChannel Fail(string commandName, Exception exception) => Reply(commandName, _ => throw exception);

    /// <summary>Fails the next command of that name as a server does that answers <c>ok: 0</c>.</summary>
    public RecordingChannel Fail(string commandName, int serverCode, string codeName, params string[] labels)
    {
        var reply = new BsonDocument { { "ok", 0 }, { "errmsg", "scripted failure" }, { "code", serverCode }, { "codeName", codeName } };
        return Fail(commandName, new CommandException(MigrationErrorCode.None, $"scripted failure {codeName}", serverCode, codeName, reply, labels));
    }

    /// <summary>Forgets what was recorded and keeps the script.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _commands.Clear();
            _lines.Clear();
        }
    }

    /// <inheritdoc />
    public ValueTask<ChannelInfo> ConnectAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Info);
    }

    /// <inheritdoc />
    public ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(new CommandReply(Answer(command, session).ToRaw()));
    }

    /// <inheritdoc />
    public ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<ICommandCursor>(new RecordedCursor(Answer(command, session)));
    }

    /// <inheritdoc />
    public IChannelSession StartSession() => new RecordedSession(this, Interlocked.Increment(ref _sessions));

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal void Write(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
        }
    }

    // The session's own commands stand in the transcript as words, and can be scripted all the same.
    internal void AnswerUnrecorded(string commandName)
    {
        _ = TakeScript(commandName)?.Invoke(new BsonDocument { { commandName, 1 } });
    }

    private BsonDocument Answer(Command command, IChannelSession? session)
    {
        var recordedSession = (RecordedSession?)session;
        recordedSession?.ThrowIfDisposed();
        var recorded = RecordedCommand.Of(command, recordedSession?.Number, recordedSession?.IsInTransaction == true);
        lock (_gate)
        {
            _commands.Add(recorded);
            _lines.AddRange(recorded.ToLines());
        }

        var whole = recorded.ToWholeDocument();
        var script = TakeScript(recorded.Name);
        return script is null ? DefaultReplies.For(recorded.Name, whole) : script(whole);
    }

    private Func<BsonDocument, BsonDocument>? TakeScript(string commandName)
    {
        lock (_gate)
        {
            return _replies.TryGetValue(commandName, out var queue) && queue.TryDequeue(out var script) ? script : _rules.GetValueOrDefault(commandName);
        }
    }
}
