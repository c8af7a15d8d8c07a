using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using MongoDB.Driver;

namespace Migrations.Engine.Guarding;

// Everything that reaches a database passes one place, so what must hold for every command is said once, around the channel.
internal abstract class ChannelDecorator(ICommandChannel inner) : ICommandChannel
{
    public virtual long OverloadCount => inner.OverloadCount;

    public IMongoClient Client => inner.Client;

    public MongoClientSettings AuthorSettings => inner.AuthorSettings;

    public ValueTask<ChannelInfo> ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public virtual ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
        inner.RunAsync(command, session, cancellationToken);

    public virtual ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
        inner.OpenCursorAsync(command, session, cancellationToken);

    public IChannelSession StartSession() => inner.StartSession();

    // The decorated channel belongs to whoever made it.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected static string NameOf(Command command)
    {
        foreach (var element in command.Body)
        {
            return element.Name;
        }

        return "";
    }
}
