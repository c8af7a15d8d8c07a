using System.Globalization;
using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Commands;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Faults;
using Migrations.LocalServer.Gateway.Requests;
using Migrations.LocalServer.Gateway.Sessions;
using Migrations.LocalServer.Gateway.Sql;
using Migrations.LocalServer.Wire;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway;

// Turns a message into its reply: fail points, sessions and transactions around the command's handler.
internal sealed class CommandDispatcher(GatewayState gateway, ClientState client)
{
    // Null when the connection is to be closed without an answer.
    public async Task<RawDocument?> DispatchAsync(ClientMessage message, CancellationToken cancellationToken)
    {
        CommandRequest? request = null;
        FailAction? fault = null;
        RawDocument reply;
        try
        {
            request = CommandRequest.From(message);
            fault = gateway.FailPoints.Hit(request.Name, client.AppName);
            if (fault is not null)
            {
                await Task.Delay(fault.Delay, gateway.Time, cancellationToken).ConfigureAwait(false);
                if (fault.ClosesConnection)
                {
                    return null;
                }

                ThrowIfFailing(fault);
            }

            reply = await RunAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandFailure failure)
        {
            reply = ErrorReply.From(failure, request);
        }
        catch (BsonFormatException exception)
        {
            reply = ErrorReply.From(new CommandFailure(22, exception.Message, exception), request);
        }
        catch (Exception exception) when (exception is InvalidCastException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            // A field is missing, or has another type than the command requires.
            reply = ErrorReply.From(new CommandFailure(ServerError.BadValue, exception.Message, exception), request);
        }

        return Finish(reply, request, fault);
    }

    private async Task<RawDocument> RunAsync(CommandRequest request, CancellationToken cancellationToken)
    {
        var entry = CommandTable.Find(request.Name) ?? throw new CommandFailure(ServerError.CommandNotFound, $"no such command: '{request.Name}'");
        if (request.Session.MaxTime is not { } limit)
        {
            return await RunAsync(request, entry, cancellationToken).ConfigureAwait(false);
        }

        using var timeout = new CancellationTokenSource(limit, gateway.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            return await RunAsync(request, entry, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandFailure(ServerError.MaxTimeExpired, "operation exceeded time limit", exception);
        }
    }

    private async Task<RawDocument> RunAsync(CommandRequest request, CommandEntry entry, CancellationToken cancellationToken)
    {
        var fields = request.Session;
        var isEnding = request.Name is "commitTransaction" or "abortTransaction";
        if (fields is { IsInTransaction: true, Key: { } transactionSession } && !isEnding)
        {
            return entry.Has(CommandTraits.Transactional)
                ? await gateway.Transactions.RunAsync(gateway.Sessions.Get(transactionSession), fields, sql => HandleAsync(request, entry, sql, cancellationToken), cancellationToken).ConfigureAwait(false)
                : throw new CommandFailure(ServerError.OperationNotSupportedInTransaction, $"Cannot run '{request.Name}' in a multi-document transaction.");
        }

        var free = new SqlSession(gateway.Backend, null, gateway.Time);
        if (fields is { TransactionNumber: { } number, Key: { } writeSession } && !isEnding && entry.Has(CommandTraits.RetryableWrite))
        {
            return await RetryableWrites.RunAsync(gateway.Sessions.Get(writeSession), number, () => HandleAsync(request, entry, free, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        return await HandleAsync(request, entry, free, cancellationToken).ConfigureAwait(false);
    }

    private Task<RawDocument> HandleAsync(CommandRequest request, CommandEntry entry, SqlSession sql, CancellationToken cancellationToken) =>
        entry.Handler(new CommandContext(request, sql, gateway, client), cancellationToken);

    private static void ThrowIfFailing(FailAction fault)
    {
        if (fault.ErrorCode is { } code)
        {
            throw new CommandFailure(code, "Failing command via 'failCommand' failpoint") { Labels = fault.Labels ?? [], HasFinalLabels = fault.Labels is not null };
        }
    }

    private RawDocument Finish(RawDocument reply, CommandRequest? request, FailAction? fault)
    {
        var concernError = fault?.WriteConcernError;
        if (concernError is null && request is { Session.WantsMoreMembersThanOne: true } && CommandTable.Find(request.Name) is { } entry && entry.Has(CommandTraits.Write))
        {
            concernError = new BsonDocument
            {
                { "code", ServerError.UnsatisfiableWriteConcern }, { "codeName", ServerError.NameOf(ServerError.UnsatisfiableWriteConcern) }, { "errmsg", "Not enough data-bearing nodes" },
            }.ToRaw();
        }

        return Replies.Append(reply, writer =>
        {
            if (concernError is { } error)
            {
                writer.WriteRaw("writeConcernError", BsonType.Document, error.Bytes.Span);
                ErrorReply.WriteLabels(writer, fault?.Labels ?? []);
            }

            WriteTimes(writer);
        });
    }

    private void WriteTimes(RawWriter writer)
    {
        Span<byte> time = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(time, gateway.Clock.Next());
        writer.WriteRaw("operationTime"u8, BsonType.Timestamp, time);
        writer.WriteStartDocument("$clusterTime"u8);
        writer.WriteRaw("clusterTime"u8, BsonType.Timestamp, time);
        writer.WriteStartDocument("signature"u8);
        writer.WriteBinary("hash", 0, stackalloc byte[20]);
        writer.WriteInt64("keyId", 0);
        writer.WriteEndDocument();
        writer.WriteEndDocument();
    }
}

internal static class ErrorReply
{
    public static RawDocument From(CommandFailure failure, CommandRequest? request)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteDouble("ok", 0);
        writer.WriteString("errmsg", failure.Message);
        writer.WriteInt32("code", failure.Code);
        writer.WriteString("codeName", ServerError.NameOf(failure.Code));
        WriteLabels(writer, failure.HasFinalLabels || request is null ? failure.Labels : [.. LabelsOf(failure.Code, request)]);
        writer.WriteEndDocument();
        return new RawDocument(writer.ToArray());
    }

    public static void WriteLabels(RawWriter writer, IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("errorLabels");
        for (var i = 0; i < labels.Count; i++)
        {
            writer.WriteString(i.ToString(CultureInfo.InvariantCulture), labels[i]);
        }

        writer.WriteEndArray();
    }

    // The labels that MongoDB's servers add themselves.
    private static IEnumerable<string> LabelsOf(int code, CommandRequest request)
    {
        var isEnding = request.Name is "commitTransaction" or "abortTransaction";
        if (request.Session.IsInTransaction && ServerError.IsTransientInTransaction(code) && (!isEnding || !ServerError.IsRetryableWrite(code)))
        {
            yield return "TransientTransactionError";
        }

        var isRetryable = isEnding || (request.Session is { TransactionNumber: not null, IsInTransaction: false } && CommandTable.Find(request.Name)?.Has(CommandTraits.RetryableWrite) == true);
        if (isRetryable && ServerError.IsRetryableWrite(code))
        {
            yield return "RetryableWriteError";
        }
    }
}
