using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Transactions;

// The transaction part of a session: which moves are allowed, and what sticks to the transaction.
internal sealed class SessionTransaction
{
    private bool _wasSent;

    public TransactionState State { get; private set; }

    public bool IsActive => State is TransactionState.Starting or TransactionState.InProgress;

    // On a sharded cluster: the mongos that holds the transaction, and what another one needs to finish it.
    public ServerAddress? PinnedTo { get; private set; }

    public BsonDocument? RecoveryToken { get; set; }

    public void Start()
    {
        if (IsActive)
        {
            throw new InvalidOperationException("A transaction is already in progress on this session.");
        }

        State = TransactionState.Starting;
        _wasSent = false;
        RecoveryToken = null;
        Unpin();
    }

    // A command of the transaction goes out.
    public void OnSending()
    {
        State = TransactionState.InProgress;
        _wasSent = true;
    }

    // The first command was turned away because of overload: its repetition is the first one again.
    public void OnFirstCommandTurnedAway()
    {
        State = TransactionState.Starting;
        _wasSent = false;
    }

    // Any use of the session without a transaction forgets the last one.
    public void OnOtherUse()
    {
        if (!IsActive)
        {
            State = TransactionState.None;
            Unpin();
        }
    }

    // True: commitTransaction has to be sent; it is sent again for a transaction that was committed before, as its outcome may be unknown.
    public bool BeginCommit(out bool isRepeated)
    {
        isRepeated = State == TransactionState.Committed;
        switch (State)
        {
            case TransactionState.None:
                throw new InvalidOperationException("No transaction started.");
            case TransactionState.Aborted:
                throw new InvalidOperationException("Cannot call CommitTransaction after calling AbortTransaction.");
            default:
                State = TransactionState.Committed;
                return _wasSent;
        }
    }

    public bool BeginAbort()
    {
        switch (State)
        {
            case TransactionState.None:
                throw new InvalidOperationException("No transaction started.");
            case TransactionState.Committed:
                throw new InvalidOperationException("Cannot call AbortTransaction after calling CommitTransaction.");
            case TransactionState.Aborted:
                throw new InvalidOperationException("Cannot call AbortTransaction twice.");
            default:
                State = TransactionState.Aborted;
                return _wasSent;
        }
    }

    public void Pin(ServerAddress address) => PinnedTo = address;

    public void Unpin() => PinnedTo = null;
}
