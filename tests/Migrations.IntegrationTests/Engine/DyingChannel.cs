using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Guarding;

namespace Migrations.IntegrationTests.Engine;

// As a process that is killed: from one command on nothing reaches the server any more. With a tear, half of the statements of that command still do.
internal sealed class DyingChannel(ICommandChannel inner, int last, bool tears = false) : ChannelDecorator(inner)
{
    private int _commands;

    public bool IsDead => _commands > last;

    public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _commands);
        if (number == last + 1 && tears && session is null && command.Sequence is { Count: > 1 } sequence)
        {
            using var half = await base.RunAsync(command with { Sequence = HalfOf(sequence) }, session, cancellationToken);
        }

        ThrowIfDead(number);
        return await base.RunAsync(command, session, cancellationToken);
    }

    public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        ThrowIfDead(Interlocked.Increment(ref _commands));
        return base.OpenCursorAsync(command, session, cancellationToken);
    }

    private static DocumentSequence HalfOf(DocumentSequence sequence)
    {
        var (count, length) = (sequence.Count / 2, 0);
        for (var i = 0; i < count; i++)
        {
            length += BitConverter.ToInt32(sequence.Documents.Span[length..]);
        }

        return new DocumentSequence(sequence.Identifier, sequence.Documents[..length], count);
    }

    private void ThrowIfDead(int number)
    {
        if (number > last)
        {
            throw new DatabaseException(MigrationErrorCode.Unexpected, "The process is dead.");
        }
    }
}
