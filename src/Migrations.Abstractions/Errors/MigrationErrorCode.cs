namespace Migrations;

/// <summary>The stable code of an expected failure; printed as <c>MIG</c> and four digits, explained in <c>docs/errors/</c>.</summary>
public enum MigrationErrorCode
{
    /// <summary>No code: never used for a failure.</summary>
    None = 0,

    // 1000-1099: the build integration and the generator.
    // 1100-1199: the plugin and what is discovered in it.
    // 1200-1299: the connection, the client, the server's answers.
    // 1300-1399: the state kept in the database.
    // 1400-1499: planning.
    // 1500-1599: the lock.
    // 1600-1699: running.
    // 1700-1799: verifying.
    // 1800-1899: the local server.
    // 1900-1999: the command line.
}
