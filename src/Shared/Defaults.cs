namespace Migrations.Shared;

// The defaults that engine and options share. The engine, the table of options and everything derived from it take them from here.
internal static class Defaults
{
    public const string Tree = "main";

    // Of the body of a new migration.
    public const string Kind = "free";

    public const string StatePrefix = "_migrations";

    public const int BatchSize = 1000;

    public const int Workers = 2;

    public const int LimitErrors = 1000;

    public const int MaxReplicationLagSeconds = 10;

    public const int LockLeaseSeconds = 60;

    public const int LockWaitSeconds = 0;

    // Of several databases.
    public const int Parallel = 1;

    public const int MaxFailures = 1;
}
