using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using MongoDB.Driver;

namespace Migrations.Engine.Database;

// Runs commands as bytes, in as many parts as the server's limits require.
internal sealed class CommandRunner(IMongoClient client, Concerns concerns, OverloadRetries overloads)
{
    private static readonly TimeSpan AnswerAllowance = TimeSpan.FromSeconds(10);

    public async ValueTask<CommandReply> RunAsync(Command command, DriverSession? session, ChannelInfo server, CancellationToken cancellationToken)
    {
        var body = CommandBody.Read(command.Body);
        if (session is { IsInTransaction: true } && (body.HasReadConcern || body.HasWriteConcern))
        {
            throw new InvalidOperationException($"The command '{body.Name}' has a read or write concern, which a command in a transaction must not have. The transaction has its own.");
        }

        command = command with { TellsEach = command.TellsEach && server.TellsEachWrite && session is null };
        if ((IsRetriedByDriver(command, session, server) || command.TellsEach) && RetriedWrite.TryRead(command, body, concerns) is { } write)
        {
            return await RepeatAsync(body.Name, session, () => write.RunAsync(client, session?.Handle, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        if (command.Sequence is not { } sequence)
        {
            return await RunSliceAsync(command, body, default, session, cancellationToken).ConfigureAwait(false);
        }

        var slice = SequenceSlice.Cut(sequence, 0, 0, server);
        return slice.NextOffset == sequence.Documents.Length
            ? await RunSliceAsync(command, body, slice, session, cancellationToken).ConfigureAwait(false)
            : await RunSlicesAsync(command, body, slice, session, server, cancellationToken).ConfigureAwait(false);
    }

    private bool IsRetriedByDriver(Command command, DriverSession? session, ChannelInfo server) =>
        command.Kind == CommandKind.RetryableWrite && session is not { IsInTransaction: true } && server.SupportsTransactions && client.Settings.RetryWrites;

    private async ValueTask<CommandReply> RunSlicesAsync(Command command, CommandBody body, SequenceSlice slice, DriverSession? session, ChannelInfo server, CancellationToken cancellationToken)
    {
        var sequence = command.Sequence!;
        var merger = new ReplyMerger();
        while (true)
        {
            using (var reply = await RunSliceAsync(command, body, slice, session, cancellationToken).ConfigureAwait(false))
            {
                merger.Add(reply.Document, slice.FirstIndex);
            }

            if (slice.NextOffset == sequence.Documents.Length || (body.IsOrdered && merger.HasWriteErrors))
            {
                return new CommandReply(merger.ToReply());
            }

            slice = SequenceSlice.Cut(sequence, slice.NextIndex, slice.NextOffset, server);
        }
    }

    private async ValueTask<CommandReply> RunSliceAsync(Command command, CommandBody body, SequenceSlice slice, DriverSession? session, CancellationToken cancellationToken)
    {
        using var writer = new RawWriter(BodyComposer.Estimate(body, slice));
        var fields = AddedFields.For(command, body, concerns, session);
        var raw = new RawCommand(BodyComposer.Compose(writer, body, command.Sequence, slice, fields));
        var mayRepeat = command.Kind == CommandKind.Read && session is not { IsInTransaction: true } && client.Settings.RetryReads;
        return await RepeatAsync(body.Name, session, () => ReadTwiceAsync(command, raw, session, mayRepeat, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    // The driver does not retry raw commands. Reads are always safe to retry.
    private async Task<CommandReply> ReadTwiceAsync(Command command, RawCommand raw, DriverSession? session, bool mayRepeat, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(command, raw, session, cancellationToken).ConfigureAwait(false);
        }
        catch (MongoDB.Driver.MongoException e) when (mayRepeat && DriverFailures.MayReadAgain(e))
        {
            return await SendAsync(command, raw, session, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<CommandReply> SendAsync(Command command, RawCommand raw, DriverSession? session, CancellationToken cancellationToken)
    {
        var database = client.GetDatabase(command.Database);
        using var deadline = command.Timeout is { } limit ? new AnswerDeadline(limit + AnswerAllowance, cancellationToken) : null;
        var token = deadline?.Token ?? cancellationToken;
        try
        {
            return session is null
                ? await database.RunCommandAsync(raw, null, token).ConfigureAwait(false)
                : await database.RunCommandAsync(session.Handle, raw, null, token).ConfigureAwait(false);
        }
        catch (MongoWriteConcernException e)
        {
            // It was done; the caller sees in the reply that the write concern was not met.
            return new CommandReply(new RawDocument(MongoDB.Bson.BsonExtensionMethods.ToBson(e.WriteConcernResult.Response)));
        }
        catch (Exception) when (deadline is { HasPassed: true })
        {
            throw deadline.Failure();
        }
    }

    // Retries while the server is overloaded, and translates the driver's exceptions.
    public async Task<T> RepeatAsync<T>(string name, DriverSession? session, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        return await overloads.RunAsync(MappedAsync, session is null ? null : session.BeginAnewIfUnknownAsync, cancellationToken).ConfigureAwait(false);

        async Task<T> MappedAsync()
        {
            try
            {
                var reply = await attempt().ConfigureAwait(false);
                session?.NoteAnswer();
                return reply;
            }
            catch (Exception e) when (DriverFailures.IsFailure(e))
            {
                cancellationToken.ThrowIfCancellationRequested();
                throw OfTransaction(DriverFailures.Of(e, name, client), session);
            }
        }
    }

    // A command that was never sent, because others had lost the server, leaves a transaction that may be retried; the driver does not label it so.
    private static DatabaseException OfTransaction(DatabaseException failure, DriverSession? session)
    {
        if (failure.Code == MigrationErrorCode.PoolCleared && session is { IsInTransaction: true })
        {
            failure.AddErrorLabel(ErrorLabels.TransientTransactionError);
        }

        return failure;
    }
}
