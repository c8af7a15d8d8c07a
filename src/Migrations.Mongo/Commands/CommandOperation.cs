using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Handshake;
using Migrations.Mongo.Messages;
using Migrations.Mongo.Retries;
using Migrations.Mongo.Servers;
using Migrations.Mongo.Sessions;
using Migrations.Mongo.Topology;
using Migrations.Mongo.Transactions;

namespace Migrations.Mongo.Commands;

// One command, or one batch of its sequence, through all its attempts.
internal sealed class CommandOperation(CommandContext context, Command command, CommandBody body, OperationSession session) : IRetriable<OperationReply>
{
    private static readonly TimeSpan AnswerAllowance = TimeSpan.FromSeconds(10);
    private readonly bool _isInTransaction = session.Explicit?.IsInTransaction == true;
    private long? _transactionNumber;
    private bool _startedTransaction;

    // Where the rest of the sequence begins; the batch is cut when the first connection's limits are known, and kept for further attempts.
    public int FirstIndex { get; init; }

    public int FirstOffset { get; init; }

    public SequenceBatch? Batch { get; private set; }

    // The server of a cursor. Such a command is never repeated.
    public ServerAddress? CursorServer { get; init; }

    public ServerAddress? PinnedTo => CursorServer ?? session.Explicit?.Transaction.PinnedTo;

    public RetryPolicy Policy
    {
        get
        {
            if (_isInTransaction)
            {
                return RetryPolicy.InTransaction;
            }

            return command.Kind switch
            {
                _ when CursorServer is not null => RetryPolicy.Never,
                CommandKind.Read when context.Settings.RetryReads => RetryPolicy.Read,
                CommandKind.RetryableWrite when _transactionNumber is not null || context.Settings.RetryWrites => RetryPolicy.Write,
                _ => RetryPolicy.Never,
            };
        }
    }

    public async ValueTask<OperationReply> RunAsync(MonitoredServer server, CancellationToken cancellationToken)
    {
        var connection = await context.Deployment.CheckOutAsync(server, cancellationToken).ConfigureAwait(false);
        ReplyMessage reply;
        try
        {
            var message = Prepare(connection);
            reply = await SendAsync(server, connection, message, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            server.Pool.CheckIn(connection);
        }

        try
        {
            Read(server, connection, reply.Document);
            return new OperationReply(reply, connection.Address);
        }
        catch (Exception e) when (e is FormatException or InvalidCastException or OverflowException)
        {
            // The frame was right and its content is not: such a server is not asked on this connection again.
            reply.Dispose();
            connection.Close();
            throw ConnectionErrors.Violated(connection.Address, e);
        }
        catch
        {
            reply.Dispose();
            throw;
        }
    }

    public void Label(MongoException failure)
    {
        if (_isInTransaction)
        {
            if (failure.Code is MigrationErrorCode.PoolCleared or MigrationErrorCode.ServerUnavailable || ConnectionErrors.IsNetworkError(failure))
            {
                failure.AddErrorLabel(ErrorLabels.TransientTransactionError);
            }

            if (failure.HasErrorLabel(ErrorLabels.TransientTransactionError))
            {
                session.Explicit!.Transaction.Unpin();
            }
        }
        else if (command.Kind == CommandKind.RetryableWrite && _transactionNumber is not null)
        {
            RetryDecision.LabelWrite(failure);
        }
        else if (command.Kind == CommandKind.RetryableWrite && context.Settings.RetryWrites && failure.Code is MigrationErrorCode.PoolCleared or MigrationErrorCode.ConnectFailed)
        {
            // It failed before a connection was there that a number could have been taken for.
            RetryDecision.LabelWrite(failure);
        }
    }

    public void OnRetry(MongoException failure)
    {
        if (_startedTransaction)
        {
            session.Explicit!.Transaction.OnFirstCommandTurnedAway();
        }
    }

    private async ValueTask<ReplyMessage> SendAsync(MonitoredServer server, MongoConnection connection, AttemptMessage message, CancellationToken cancellationToken)
    {
        var answered = false;
        try
        {
            var reply = await connection.RoundTripAsync(message, Deadline(), cancellationToken).ConfigureAwait(false);
            answered = true;
            return reply;
        }
        catch (MongoException e)
        {
            context.Deployment.OnNetworkError(server, connection, e);
            throw;
        }
        finally
        {
            if (!answered)
            {
                session.MarkDirty();
            }
        }
    }

    // With a limit of its own the server answers in time; ours is only for one that does not answer at all.
    private TimeSpan? Deadline() => command.Timeout is { } limit ? limit + AnswerAllowance : context.Settings.SocketTimeout;

    private AttemptMessage Prepare(MongoConnection connection)
    {
        var hello = connection.Hello;
        CheckConcerns();
        var serverSession = session.Acquire(context.Sessions, hello, connection.Address);
        if (command.Kind == CommandKind.RetryableWrite && !_isInTransaction && context.Settings.RetryWrites && hello.SupportsRetryableWrites)
        {
            _transactionNumber ??= serverSession?.NextTransactionNumber();
        }

        if (command.Sequence is not null)
        {
            Batch ??= SequenceBatch.Cut(command.Sequence, FirstIndex, FirstOffset, body.Bytes.Length, hello);
        }

        var fields = Fields(serverSession, hello);
        EnterTransaction(connection, hello);
        var documents = Batch is { } batch ? command.Sequence!.Documents.Slice(batch.Offset, batch.Length) : default;
        return new AttemptMessage(command.Database, body, fields, command.Sequence?.Identifier, documents);
    }

    private AttachedFields Fields(ServerSession? serverSession, HelloReply hello)
    {
        var starts = session.Explicit?.Transaction.State == TransactionState.Starting;
        return new AttachedFields
        {
            Session = serverSession,
            TransactionNumber = _isInTransaction ? serverSession?.TransactionNumber : _transactionNumber,
            IsInTransaction = _isInTransaction,
            StartsTransaction = starts,
            ReadConcernLevel = ReadConcernLevel(starts),
            AfterClusterTime = (_isInTransaction ? starts : command.Kind != CommandKind.Admin) && CursorServer is null ? session.Explicit?.OperationTime : null,
            WriteConcern = WriteConcern(),
            ClusterTime = hello.SetName is not null || hello.IsMongos ? context.Clock.Current : null,
            MaxTime = body.HasMaxTime || body.Name == "getMore" ? null : command.Timeout,
            AcceptsSecondary = context.Deployment.Topology.Type == TopologyType.Single && hello.SetName is not null,
        };
    }

    private string? ReadConcernLevel(bool starts)
    {
        if (_isInTransaction)
        {
            return starts ? "snapshot" : null;
        }

        return command.Kind == CommandKind.Read && CursorServer is null && !body.HasReadConcern ? context.Settings.ReadConcernLevel : null;
    }

    private WriteConcernSettings? WriteConcern()
    {
        var configured = context.Settings.WriteConcern;
        var isWrite = command.Kind is CommandKind.RetryableWrite or CommandKind.Write || SchemaCommands.TakesWriteConcern(body.Name);
        return _isInTransaction || configured.IsDefault || body.HasWriteConcern || !isWrite ? null : configured;
    }

    private void CheckConcerns()
    {
        if (_isInTransaction && (body.HasWriteConcern || body.HasReadConcern))
        {
            throw new InvalidOperationException(
                $"The command '{body.Name}' has a read or write concern of its own, which no command inside a transaction may have. The transaction has both already.");
        }
    }

    private void EnterTransaction(MongoConnection connection, HelloReply hello)
    {
        if (session.Explicit is not { } explicitSession)
        {
            return;
        }

        var transaction = explicitSession.Transaction;
        if (!_isInTransaction)
        {
            // Closing a cursor is no use of the session: the commit before it may still have to be repeated.
            if (CursorServer is null)
            {
                transaction.OnOtherUse();
            }

            return;
        }

        _startedTransaction = transaction.State == TransactionState.Starting;
        transaction.OnSending();
        if (hello.IsMongos)
        {
            transaction.Pin(connection.Address);
        }
    }

    private void Read(MonitoredServer server, MongoConnection connection, RawBsonDocument reply)
    {
        context.Clock.Advance(reply);
        session.Explicit?.Advance(reply);
        if (_isInTransaction && reply.TryGetValue("recoveryToken"u8, out var token) && token.Type == BsonType.Document)
        {
            session.Explicit!.Transaction.RecoveryToken = new RawBsonDocument(token.Bytes.ToArray()).ToBsonDocument();
        }

        var code = StateChange.FindCode(reply);
        if (StateChange.IsStateChange(code))
        {
            context.Deployment.OnStateChange(server, connection, code, TopologyVersion.Read(reply.ToBsonDocument()));
        }

        if (!reply.TryGetValue("ok"u8, out var ok) || !ok.ToBoolean())
        {
            throw CommandErrors.From(reply, body.Name, connection.Address);
        }
    }
}
