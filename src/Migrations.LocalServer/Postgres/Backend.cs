using Npgsql;

namespace Migrations.LocalServer.Postgres;

// How the gateway reaches PostgreSQL: pooled connections over the private socket.
internal static class Backend
{
    private const string SessionOptions =
        "-c search_path=documentdb_api_catalog,documentdb_api,public -c client_min_messages=error "
        + "-c documentdb_core.enableCollation=on -c documentdb.enableCollationWithNonUniqueOrderedIndexes=on";

    public static NpgsqlDataSource Open(string socketDirectory)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = socketDirectory,
            Username = DataTemplate.Superuser,
            Database = "postgres",
            Options = SessionOptions,
            MaxPoolSize = 150,
            NoResetOnClose = true,
            MaxAutoPrepare = 60,
            AutoPrepareMinUsages = 2,
            CommandTimeout = 0,
        };
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableArrays();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

    public static async Task ExecuteAsync(this NpgsqlDataSource backend, string sql, CancellationToken cancellationToken)
    {
        var command = backend.CreateCommand(sql);
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
