using Migrations.Bson;
using Migrations.Channel;
using Migrations.Mongo.Connections;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Retries;
using Migrations.Mongo.Servers;
using Migrations.Mongo.Transactions;

namespace Migrations.Mongo.Commands;

// commitTransaction and abortTransaction: repeated once whatever retryWrites says, a commit always with majority from the second time on.
internal sealed class TransactionEndOperation(CommandContext context, string name, ChannelSession session, bool isRepeated) : IRetriable<bool>
{
    private const int UnknownReplWriteConcern = 79;
    private const int UnsatisfiableWriteConcern = 100;
    private const int MaxTimeExpired = 50;
    private static readonly WriteConcernSettings First = new() { W = "majority" };
    private static readonly WriteConcernSettings Repeated = new() { W = "majority", Timeout = TimeSpan.FromSeconds(10) };
    private WriteConcernSettings _concern = isRepeated ? Repeated : First;

    public RetryPolicy Policy => RetryPolicy.Write;

    public ServerAddress? PinnedTo => session.Transaction.PinnedTo;

    private bool IsCommit => name == "commitTransaction";

    public async ValueTask<bool> RunAsync(MonitoredServer server, CancellationToken cancellationToken)
    {
        var connection = await context.Deployment.CheckOutAsync(server, cancellationToken).ConfigureAwait(false);
        var answered = false;
        try
        {
            using var reply = await connection.RoundTripAsync(Prepare(), context.Settings.SocketTimeout, cancellationToken).ConfigureAwait(false);
            answered = true;
            Read(server, connection, reply.Document);
            return true;
        }
        catch (MongoException e) when (ConnectionErrors.IsNetworkError(e))
        {
            context.Deployment.OnNetworkError(server, connection, e);
            throw;
        }
        finally
        {
            session.Current!.IsDirty |= !answered;
            server.Pool.CheckIn(connection);
        }
    }

    public void Label(MongoException failure)
    {
        RetryDecision.LabelWrite(failure);
        if (IsCommit && IsOutcomeUnknown(failure))
        {
            failure.AddErrorLabel(ErrorLabels.UnknownTransactionCommitResult);
            session.Transaction.Unpin();
        }
    }

    public void OnRetry(MongoException failure)
    {
        if (!RetryDecision.IsOverloaded(failure))
        {
            _concern = Repeated;
        }
    }

    private static bool IsOutcomeUnknown(MongoException failure) =>
        failure.Code == MigrationErrorCode.ServerUnavailable
        || failure.HasErrorLabel(ErrorLabels.RetryableWriteError)
        || failure is MongoCommandException { ServerCode: MaxTimeExpired }
        || (failure is MongoWriteException write && !HasUnusableConcern(write));

    // The write concern itself was wrong: repeating would not help, and the transaction is committed.
    private static bool HasUnusableConcern(MongoWriteException failure) =>
        failure.Reply.TryGetValue("writeConcernError", out var error) && error is BsonDocument document
        && document.TryGetValue("code", out var code) && code.ToInt64() is UnknownReplWriteConcern or UnsatisfiableWriteConcern;

    private AttemptMessage Prepare()
    {
        var body = new BsonDocument { { name, 1 } };
        if (session.Transaction.RecoveryToken is { } token)
        {
            body.Add("recoveryToken", token);
        }

        var fields = new AttachedFields
        {
            Session = session.Current,
            TransactionNumber = session.Current!.TransactionNumber,
            IsInTransaction = true,
            WriteConcern = _concern,
            ClusterTime = context.Clock.Current,
        };
        return new AttemptMessage("admin", CommandBody.Read(body.ToRaw()), fields, null, default);
    }

    private void Read(MonitoredServer server, MongoConnection connection, RawBsonDocument reply)
    {
        context.Clock.Advance(reply);
        session.Advance(reply);
        var code = StateChange.FindCode(reply);
        if (StateChange.IsStateChange(code))
        {
            context.Deployment.OnStateChange(server, connection, code, Handshake.TopologyVersion.Read(reply.ToBsonDocument()));
        }

        if (!reply.TryGetValue("ok"u8, out var ok) || !ok.ToBoolean())
        {
            throw CommandErrors.From(reply, name, connection.Address);
        }

        if (IsCommit && reply.TryGetValue("writeConcernError"u8, out var concern))
        {
            throw ConcernFailed(reply, concern);
        }
    }

    private static MongoWriteException ConcernFailed(RawBsonDocument reply, RawBsonValue concern)
    {
        var copy = new RawBsonDocument(reply.Bytes.ToArray()).ToBsonDocument();
        var labels = copy.TryGetValue("errorLabels", out var list) && list is BsonArray array ? array.Select(l => l.AsString) : null;
        return new MongoWriteException(
            $"The transaction was committed, but not by a majority of the replica set: {concern.AsDocument.ToJson()} It may be lost in a failover. Run again when the replica set is healthy.",
            [],
            copy,
            labels);
    }
}
