using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Transactions;

namespace Migrations.Mongo.Commands;

// Runs commands whole: splits their sequences and merges the replies.
internal sealed class CommandRunner(CommandContext context)
{
    public async ValueTask<CommandReply> RunAsync(Command command, ChannelSession? session, CancellationToken cancellationToken)
    {
        var operationSession = new OperationSession(session);
        try
        {
            var body = CommandBody.Read(command.Body);
            return command.Sequence is null
                ? ToReply(await RunOnceAsync(command, body, operationSession, null, cancellationToken).ConfigureAwait(false))
                : await RunBatchesAsync(command, command.Sequence, body, operationSession, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            operationSession.Release();
        }
    }

    // The session stays the caller's to release: a cursor needs it longer.
    public ValueTask<OperationReply> RunOnceAsync(Command command, CommandBody body, OperationSession session, ServerAddress? cursorServer, CancellationToken cancellationToken)
    {
        var operation = new CommandOperation(context, command, body, session) { CursorServer = cursorServer };
        return context.Retries.RunAsync(operation, cancellationToken);
    }

    private static CommandReply ToReply(OperationReply reply) => new(reply.Message.Document, reply.Message);

    private async ValueTask<CommandReply> RunBatchesAsync(
        Command command, DocumentSequence sequence, CommandBody body, OperationSession session, CancellationToken cancellationToken)
    {
        ReplyMerger? merger = null;
        var (index, offset) = (0, 0);
        do
        {
            var operation = new CommandOperation(context, command, body, session) { FirstIndex = index, FirstOffset = offset };
            var reply = await context.Retries.RunAsync(operation, cancellationToken).ConfigureAwait(false);
            var batch = operation.Batch!.Value;
            if (merger is null && batch.NextOffset == sequence.Documents.Length)
            {
                // The usual case: all in one message, and the reply goes through as it came.
                return ToReply(reply);
            }

            merger ??= new ReplyMerger();
            merger.Add(reply.Message.Document, batch.FirstIndex);
            reply.Message.Dispose();
            (index, offset) = (batch.NextIndex, batch.NextOffset);
        }
        while (offset < sequence.Documents.Length && !(body.IsOrdered && merger.HasWriteErrors));

        return new CommandReply(merger.ToReply());
    }
}
