using MongoDB.Driver;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Database;

// The only way from the product to a database: a command goes in, a reply or a cursor of raw batches comes out.
internal interface ICommandChannel : IAsyncDisposable
{
    // How many attempts so far were turned away because the server is overloaded, those that were repeated with success included. 0 where a channel does not count them.
    long OverloadCount => 0;

    // The driver's client behind it.
    IMongoClient Client => throw new NotSupportedException("There is no driver behind this channel.");

    // What a client for author's code, which takes part in this one's sessions, is to be like.
    MongoClientSettings AuthorSettings => throw new NotSupportedException("There is no driver behind this channel.");

    // Connects if that has not happened yet and says what is at the other end.
    ValueTask<ChannelInfo> ConnectAsync(CancellationToken cancellationToken);

    // Runs one command and returns its reply. A document sequence that exceeds the connection's limits is split, and the replies are merged.
    // A reply with ok: 0 is thrown; writeErrors and writeConcernError are left in the reply.
    ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken);

    // Runs a command whose reply holds a cursor. Every later batch comes from the server that opened it.
    ValueTask<ICommandCursor> OpenCursorAsync(Command command, IChannelSession? session, CancellationToken cancellationToken);

    // Starts an explicit session, causally consistent. Nothing is sent until it is used.
    IChannelSession StartSession();
}
