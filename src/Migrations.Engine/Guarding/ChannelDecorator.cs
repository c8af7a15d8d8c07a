using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage.Locking;
using MongoDB.Driver;

namespace Migrations.Engine.Guarding;

// Every command to a database goes through a channel, so a rule for all commands is written once, around it.
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

// Refuses every command of a run whose lock is lost. In transactions the server checks the record's token as well.
internal sealed class FencedChannel(ICommandChannel inner, Lease lease) : ChannelDecorator(inner)
{
    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        lease.ThrowIfLost();
        return base.RunAsync(command, session, cancellationToken);
    }

    public override ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        lease.ThrowIfLost();
        return base.OpenCursorAsync(command, session, cancellationToken);
    }
}

// For a trial of migrations that change a collection's validator, which no transaction rolls back: the existing validator is bypassed, as the run relaxes it.
internal sealed class UnvalidatedChannel(ICommandChannel inner) : ChannelDecorator(inner)
{
    public override ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken) =>
        base.RunAsync(NameOf(command) is "insert" or "update" or "findAndModify" ? command with { Body = WithBypass(command.Body) } : command, session, cancellationToken);

    private static RawDocument WithBypass(RawDocument body) => body.ToBsonDocument().Set("bypassDocumentValidation", true).ToRaw();
}
