namespace Migrations.LocalServer.Gateway.Sessions;

internal enum TransactionState
{
    None,
    Active,
    Committed,
    Aborted,
}
