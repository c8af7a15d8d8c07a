using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Guarding;

// For a trial of migrations that change a collection's validator, which no transaction takes back: the rule that stands is passed over, as the run relaxes it.
internal sealed class UnvalidatedChannel(ICommandChannel inner) : ChannelDecorator(inner)
{
    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
        base.RunAsync(NameOf(command) is "insert" or "update" or "findAndModify" ? command with { Body = WithBypass(command.Body) } : command, session, cancellationToken);

    private static RawDocument WithBypass(RawDocument body) => body.ToBsonDocument().Set("bypassDocumentValidation", true).ToRaw();
}
