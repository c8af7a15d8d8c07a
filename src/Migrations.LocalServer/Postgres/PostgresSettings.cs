namespace Migrations.LocalServer.Postgres;

// The whole configuration of one instance. Kept outside the data directory, so a template holds no paths.
internal static class PostgresSettings
{
    public static string Write(string socketDirectory, Durability durability) => $"""
        shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb'
        listen_addresses = ''
        unix_socket_directories = '{socketDirectory}'
        unix_socket_permissions = 0700
        shared_buffers = 64MB
        max_connections = 200
        max_worker_processes = 24
        max_locks_per_transaction = 256
        wal_level = minimal
        max_wal_senders = 0
        max_wal_size = 2GB
        jit = off
        log_min_messages = fatal
        timezone = 'UTC'
        cron.database_name = 'postgres'
        # Background workers in place of connections to itself over TCP.
        cron.use_background_workers = on
        cron.log_run = off
        cron.log_statement = off
        documentdb.localhost_connection_string = 'host={socketDirectory}'
        # Otherwise an index build waits for every open transaction of the instance.
        documentdb.force_index_builds_blocking = on
        # Cursors outlive the pooled connection that opened them.
        documentdb.useFileBasedPersistedCursors = on
        documentdb.defaultCursorExpiryTimeLimitSeconds = 1800
        documentdb.maxSchemaValidatorSize = 1048576
        documentdb.enableBackgroundWorker = off
        {DurabilityLines(durability)}

        """;

    private static string DurabilityLines(Durability durability) => durability switch
    {
        Durability.Full => "synchronous_commit = on",
        Durability.Disposable => "synchronous_commit = off\nfsync = off\nfull_page_writes = off",
        _ => "synchronous_commit = off",
    };
}

/// <summary>How durable a local server's data are if the machine, not only a process, goes down.</summary>
internal enum Durability
{
    /// <summary>A commit may be lost if the machine goes down; the data stay consistent. The default.</summary>
    Relaxed = 0,

    /// <summary>Nothing is flushed to disk: fastest, for throw-away data.</summary>
    Disposable,

    /// <summary>A commit is on disk before it is acknowledged, as with a majority write concern and journal.</summary>
    Full,
}
