using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;

namespace Migrations.Engine.Database;

// A cursor, batch by batch, in the session that opened it.
internal sealed class CommandCursor : ICommandCursor
{
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);
    private readonly Func<Command, DriverSession?, CancellationToken, ValueTask<CommandReply>> _run;
    private readonly DriverSession? _session;
    private readonly bool _ownsSession;
    private readonly string _database;
    private readonly string _collection;
    private readonly RawDocument _opening;
    private CommandReply? _reply;
    private long _id;
    private bool _hasFirst = true;

    private CommandCursor(Func<Command, DriverSession?, CancellationToken, ValueTask<CommandReply>> run, Command command, DriverSession? session, bool ownsSession, CommandReply reply)
    {
        _run = run;
        _session = session;
        _ownsSession = ownsSession;
        _opening = command.Body;
        _reply = reply;
        var ns = Take(reply.Document, "firstBatch"u8);
        var dot = ns.IndexOf('.', StringComparison.Ordinal);
        // The namespace of the reply, not of the command: for a view, or an aggregation of the database, they differ.
        (_database, _collection) = (ns[..Math.Max(0, dot)], ns[(dot + 1)..]);
    }

    public RawArray Current { get; private set; }

    public static async ValueTask<CommandCursor> OpenAsync(Func<Command, DriverSession?, CancellationToken, ValueTask<CommandReply>> run, Command command, DriverSession? session, DriverSession? own, CancellationToken cancellationToken)
    {
        CommandReply? reply = null;
        try
        {
            reply = await run(command, session ?? own, cancellationToken).ConfigureAwait(false);
            return new CommandCursor(run, command, session ?? own, own is not null, reply);
        }
        catch
        {
            reply?.Dispose();
            if (own is not null)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    public async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_hasFirst)
        {
            _hasFirst = false;
            return true;
        }

        DropReply();
        if (_id == 0)
        {
            return false;
        }

        try
        {
            _reply = await _run(GetMore(), _session, cancellationToken).ConfigureAwait(false);
            Take(_reply.Document, "nextBatch"u8);
            return true;
        }
        catch (DatabaseException)
        {
            // The server has closed it, or cannot be reached to be told to.
            _id = 0;
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        DropReply();
        if (Interlocked.Exchange(ref _id, 0) is not 0 and var id)
        {
            await KillAsync(id).ConfigureAwait(false);
        }

        if (_ownsSession)
        {
            await _session!.DisposeAsync().ConfigureAwait(false);
        }
    }

    private string Take(RawDocument reply, ReadOnlySpan<byte> batchName)
    {
        if (!reply.TryGetValue("cursor"u8, out var value) || value.Type != BsonType.Document
            || !value.AsDocument.TryGetValue("id"u8, out var id) || id.Type is not (BsonType.Int64 or BsonType.Int32 or BsonType.Double)
            || !value.AsDocument.TryGetValue("ns"u8, out var ns) || ns.Type != BsonType.String
            || !value.AsDocument.TryGetValue(batchName, out var batch) || batch.Type != BsonType.Array)
        {
            throw new DatabaseException(
                MigrationErrorCode.ProtocolViolated,
                $"The reply has no cursor with id, namespace and '{Encoding.UTF8.GetString(batchName)}'. Nothing can be read from it. Open cursors only with commands that answer with one, such as find and aggregate.");
        }

        _id = id.ToInt64();
        Current = batch.AsArray;
        return ns.AsString;
    }

    private void DropReply()
    {
        Current = default;
        _reply?.Dispose();
        _reply = null;
    }

    // What of the opening command goes on to every getMore.
    private Command GetMore()
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteInt64("getMore"u8, _id);
        writer.WriteString("collection"u8, _collection);
        if (BatchSize() is > 0 and var size)
        {
            writer.WriteInt64("batchSize"u8, size);
        }

        if (_opening.TryGetValue("comment"u8, out var comment))
        {
            writer.WriteRaw("comment"u8, comment);
        }

        writer.WriteEndDocument();
        return new Command(_database, writer.ToRawDocument());
    }

    // Find has it at top level; aggregate, listCollections and listIndexes inside `cursor`.
    private long BatchSize()
    {
        if (_opening.TryGetValue("batchSize"u8, out var size))
        {
            return size.ToInt64();
        }

        return _opening.TryGetValue("cursor"u8, out var cursor) && cursor.Type == BsonType.Document && cursor.AsDocument.TryGetValue("batchSize"u8, out var inner)
            ? inner.ToInt64()
            : 0;
    }

    private async Task KillAsync(long id)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteString("killCursors"u8, _collection);
        writer.WriteStartArray("cursors"u8);
        writer.WriteInt64("0"u8, id);
        writer.WriteEndArray();
        writer.WriteEndDocument();
        using var deadline = new CancellationTokenSource(KillTime);
        try
        {
            using var reply = await _run(new Command(_database, writer.ToRawDocument()), _session, deadline.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DatabaseException or OperationCanceledException)
        {
            // The server closes cursors that nobody reads by itself.
        }
    }
}
