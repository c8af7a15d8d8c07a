namespace Migrations.Channel;

/// <summary>The only way from the product to a database: a command goes in, a reply or a cursor of raw batches comes out.</summary>
public interface ICommandChannel : IAsyncDisposable
{
    /// <summary>How many attempts so far were turned away because the server is overloaded, those that were repeated with success included. 0 where a channel does not count them.</summary>
    long OverloadCount => 0;

    /// <summary>Connects if that has not happened yet and says what is at the other end.</summary>
    /// <exception cref="MongoException">The server cannot be reached, used or logged in to.</exception>
    ValueTask<ChannelInfo> ConnectAsync(CancellationToken cancellationToken);

    /// <summary>Runs one command and returns its reply. A document sequence that exceeds the connection's limits is split, and the replies are merged.</summary>
    /// <remarks>A reply with <c>ok: 0</c> is thrown; <c>writeErrors</c> and <c>writeConcernError</c> are left in the reply.</remarks>
    /// <exception cref="MongoException">The command failed or got no answer.</exception>
    ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken);

    /// <summary>Runs a command whose reply holds a cursor. Every later batch comes from the server that opened it.</summary>
    /// <exception cref="MongoException">The command failed or got no answer.</exception>
    ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken);

    /// <summary>Starts an explicit session, causally consistent. Nothing is sent until it is used.</summary>
    IChannelSession StartSession();
}
