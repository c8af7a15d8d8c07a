namespace Migrations.Mongo.Sessions;

// A session as the server knows it: an id and a counter. Used by one operation or one explicit session at a time.
internal sealed class ServerSession(long now)
{
    private long _transactionNumber;

    public Guid Id { get; } = Guid.NewGuid();

    public long LastUsed { get; set; } = now;

    // A network error leaves the session in a state that only the server knows.
    public bool IsDirty { get; set; }

    public long TransactionNumber => _transactionNumber;

    public long NextTransactionNumber() => ++_transactionNumber;
}
