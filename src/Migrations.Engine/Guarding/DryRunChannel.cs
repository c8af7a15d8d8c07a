using Migrations.Bson;
using Migrations.Channel;

namespace Migrations.Engine.Guarding;

// For a run that will be taken back: everything goes through its one transaction. Changes of collections and indexes, which no transaction takes back, are only noted.
internal sealed class DryRunChannel(ICommandChannel inner, IChannelSession transaction, Action<ReportedAction> note) : ChannelDecorator(inner)
{
    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        if (command.Kind == CommandKind.Admin)
        {
            var (name, collection) = Describe(command);
            note(new ReportedAction { Description = $"Would run {name}", Collection = collection, Kind = ActionKind.Schema });
            return ValueTask.FromResult(new CommandReply(new BsonDocument { { "ok", 1 } }.ToRaw()));
        }

        return base.RunAsync(command, IsOutside(command) ? null : transaction, cancellationToken);
    }

    public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
        base.OpenCursorAsync(command, IsOutside(command) ? null : transaction, cancellationToken);

    // These read what transactions do not hold.
    private static bool IsOutside(Command command) => command.Kind == CommandKind.Read && NameOf(command) is "listCollections" or "listIndexes" or "count";

    private static (string Name, string? Collection) Describe(Command command)
    {
        var first = command.Body.ToBsonDocument().Elements.First();
        return (first.Name, first.Value is BsonString text ? text.Value : null);
    }
}
