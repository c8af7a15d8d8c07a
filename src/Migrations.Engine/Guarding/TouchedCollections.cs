using System.Collections.Concurrent;
using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Guarding;

// Notes which collections are written to.
internal sealed class TouchedCollections(ICommandChannel inner) : ChannelDecorator(inner)
{
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _names.Keys.Order(StringComparer.Ordinal);

    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        Note(command);
        return base.RunAsync(command, session, cancellationToken);
    }

    public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        Note(command);
        return base.OpenCursorAsync(command, session, cancellationToken);
    }

    private void Note(Command command)
    {
        if (command.Kind is not (CommandKind.Write or CommandKind.RetryableWrite))
        {
            return;
        }

        foreach (var element in command.Body)
        {
            if (element.Value.Type == BsonType.String)
            {
                _names.TryAdd(element.Value.AsString, true);
            }

            return;
        }
    }
}
