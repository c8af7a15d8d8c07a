using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;

namespace Migrations.Engine.Steps;

// Whether a step runs in transactions.
internal static class TransactionChoice
{
    // The migration's own setting comes first; the run decides for migrations without one.
    public static bool UsesTransaction(MigrationDescriptor migration, TransactionMode run, ChannelInfo server)
    {
        var mode = migration.Transaction == TransactionMode.Auto ? run : migration.Transaction;
        return mode switch
        {
            TransactionMode.Never => false,
            TransactionMode.Require when !server.SupportsTransactions => throw MigrationFault.Of(
                migration,
                MigrationErrorCode.TransactionsUnavailable,
                $"Migration {migration.Identity} '{migration.Identity.Title}' requires a transaction, but {server.Server} is a standalone server and has none. It was not started. Use a replica set (one member is enough), or allow '--transaction auto'."),
            _ => server.SupportsTransactions,
        };
    }

    public static void RequireForTrial(ChannelInfo server, string what)
    {
        if (!server.SupportsTransactions)
        {
            throw new MigrationException(MigrationErrorCode.TransactionsUnavailable, $"{what} runs in a transaction that is rolled back, but {server.Server} is a standalone server and has none. Nothing was done. Use 'migrations plan', which runs nothing, or a replica set (one member is enough).");
        }
    }
}
