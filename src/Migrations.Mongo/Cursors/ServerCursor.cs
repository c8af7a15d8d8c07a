using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.Commands;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Transactions;

namespace Migrations.Mongo.Cursors;

// A cursor, batch by batch, always from the server that opened it and in the session that opened it.
internal sealed class ServerCursor : ICommandCursor
{
    private static readonly TimeSpan KillTime = TimeSpan.FromSeconds(5);
    private readonly CommandRunner _runner;
    private readonly OperationSession _session;
    private readonly ServerAddress _server;
    private readonly string _database;
    private readonly string _collection;
    private readonly BsonDocument _getMore;
    private OperationReply? _reply;
    private long _id;
    private bool _hasFirst = true;

    private ServerCursor(CommandRunner runner, OperationSession session, OperationReply reply, CursorReply cursor, RawBsonDocument command)
    {
        _runner = runner;
        _session = session;
        _server = reply.Server;
        (_database, _collection) = cursor.Namespace;
        _getMore = GetMoreFields.Of(command);
        _reply = reply;
        Take(cursor);
    }

    public RawBsonArray Current { get; private set; }

    public static async ValueTask<ServerCursor> OpenAsync(CommandRunner runner, Command command, ChannelSession? session, CancellationToken cancellationToken)
    {
        var operationSession = new OperationSession(session);
        OperationReply? reply = null;
        try
        {
            reply = await runner.RunOnceAsync(command, CommandBody.Read(command.Body), operationSession, null, cancellationToken).ConfigureAwait(false);
            return new ServerCursor(runner, operationSession, reply, CursorReply.Read(reply.Message.Document, "firstBatch"u8), command.Body);
        }
        catch
        {
            reply?.Message.Dispose();
            operationSession.Release();
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

        if (_id == 0)
        {
            DropReply();
            return false;
        }

        var body = new BsonDocument { { "getMore", _id }, { "collection", _collection } };
        foreach (var field in _getMore)
        {
            body.Add(field.Name, field.Value);
        }

        var command = new Command(_database, body.ToRaw());
        DropReply();
        try
        {
            _reply = await _runner.RunOnceAsync(command, CommandBody.Read(command.Body), _session, _server, cancellationToken).ConfigureAwait(false);
            Take(CursorReply.Read(_reply.Message.Document, "nextBatch"u8));
            return true;
        }
        catch (MongoException)
        {
            // The server has closed it, or cannot be reached to be told to.
            _id = 0;
            _session.Release();
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

        _session.Release();
    }

    private void Take(CursorReply cursor)
    {
        Current = cursor.Batch;
        _id = cursor.Id;
        if (_id == 0)
        {
            // Before the batch is read: who reads slowly must not hold a session for it.
            _session.Release();
        }
    }

    private void DropReply()
    {
        Current = default;
        _reply?.Message.Dispose();
        _reply = null;
    }

    private async Task KillAsync(long id)
    {
        var body = new BsonDocument { { "killCursors", _collection }, { "cursors", new BsonArray([id]) } };
        var command = new Command(_database, body.ToRaw());
        using var deadline = new CancellationTokenSource(KillTime);
        try
        {
            var reply = await _runner.RunOnceAsync(command, CommandBody.Read(command.Body), _session, _server, deadline.Token).ConfigureAwait(false);
            reply.Message.Dispose();
        }
        catch (Exception e) when (e is MongoException or OperationCanceledException)
        {
            // The server closes cursors that nobody reads by itself.
        }
    }
}
