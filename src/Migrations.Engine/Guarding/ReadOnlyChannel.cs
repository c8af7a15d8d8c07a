using Migrations.Channel;

namespace Migrations.Engine.Guarding;

// For code that only looks: whatever would write is refused before it leaves.
internal sealed class ReadOnlyChannel(ICommandChannel inner) : ChannelDecorator(inner)
{
    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
        command.Kind == CommandKind.Read
            ? base.RunAsync(command, session, cancellationToken)
            : throw new InvalidOperationException($"'{NameOf(command)}' writes, and a precondition only reads.");
}
