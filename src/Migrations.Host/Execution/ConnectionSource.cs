using Migrations.Host.Pipelines;
using Migrations.Shared;

namespace Migrations.Host.Execution;

// Which database is meant. A secret that is missing in a pipeline must not lead to a successful run on a throw-away database, so there the local server is only used
// if it is asked for by name.
internal sealed record ConnectionSource
{
    private const string LocalServer = "local";

    // Null: the local server.
    public string? ConnectionString { get; private init; }

    public static ConnectionSource Read(bool neverUsesLocalServer) =>
        Of(Environment.GetEnvironmentVariable(HostContract.ConnectionVariable), Pipeline.Variable, neverUsesLocalServer);

    public static ConnectionSource Of(string? connection, string? ci, bool neverUsesLocalServer)
    {
        if (connection is null)
        {
            return neverUsesLocalServer || Pipeline.IsReportedBy(ci) ? throw Missing() : new ConnectionSource();
        }

        return string.IsNullOrWhiteSpace(connection) ? throw Empty()
            : connection == LocalServer ? new ConnectionSource()
            : new ConnectionSource { ConnectionString = connection };
    }

    private static MigrationException Empty() => new(
        MigrationErrorCode.ConnectionEmpty,
        $"{HostContract.ConnectionVariable} is set, but empty, as in a pipeline whose secret is missing. Nothing was done. Set it to mongodb://host/DATABASE; for the local server set it to '{LocalServer}'.");

    private static MigrationException Missing() => new(
        MigrationErrorCode.ConnectionMissing,
        $"{HostContract.ConnectionVariable} is not set, and CI=true or '{OptionTable.NoLocalServer.Option}' rules out the local server. Nothing was done. Set it to mongodb://host/DATABASE; for the local server set it to '{LocalServer}'.");
}
