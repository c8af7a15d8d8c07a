using Migrations.Channel;

namespace Migrations.Engine.Guarding;

// Changes of collections and indexes run outside the body's transaction. This channel sees them coming: it refuses one that would wait for the body's own
// transaction for ever, and remembers how to undo the others in case the body fails.
internal sealed class SchemaChannel(ICommandChannel inner) : ChannelDecorator(inner)
{
    private readonly Stack<Command> _undo = new();
    private bool _transactionHasBegun;

    public void BeginAttempt() => _transactionHasBegun = false;

    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        _transactionHasBegun |= session is { IsInTransaction: true };
        return command.Kind == CommandKind.Admin && session is null ? ChangeSchemaAsync(command, cancellationToken) : base.RunAsync(command, session, cancellationToken);
    }

    public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        _transactionHasBegun |= session is { IsInTransaction: true };
        return base.OpenCursorAsync(command, session, cancellationToken);
    }

    public async Task UndoAsync(CancellationToken cancellationToken)
    {
        while (_undo.TryPop(out var command))
        {
            using var reply = await Inner.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<CommandReply> ChangeSchemaAsync(Command command, CancellationToken cancellationToken)
    {
        if (_transactionHasBegun)
        {
            throw new MigrationException(
                MigrationErrorCode.SchemaChangeInTransaction,
                $"'{NameOf(command)}' changes a collection or an index after the migration has read or written in its transaction; the two would wait for each other. Nothing was kept. Change collections and indexes first, or in a migration of their own, or set Transaction = TransactionMode.Never.");
        }

        var undo = await SchemaUndo.PrepareAsync(Inner, command, cancellationToken).ConfigureAwait(false);
        var reply = await Inner.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        foreach (var step in undo)
        {
            _undo.Push(step);
        }

        return reply;
    }
}
