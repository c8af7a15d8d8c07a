namespace Migrations.Mongo.Transactions;

internal enum TransactionState
{
    None,

    // Begun by the caller; the server does not know of it yet.
    Starting,
    InProgress,
    Committed,
    Aborted,
}
