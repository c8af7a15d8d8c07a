namespace Migrations.Mongo.Transactions;

// How commit and abort are sent; given by the room that can send commands, which stands above this one.
internal sealed record TransactionEnding(
    Func<ChannelSession, bool, CancellationToken, Task> CommitAsync,
    Func<ChannelSession, CancellationToken, Task> AbortAsync);
