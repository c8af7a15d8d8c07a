namespace Migrations.LocalServer.Postgres;

internal enum ShutdownMode
{
    // SIGINT: sessions end, data is checkpointed; takes one or two seconds.
    Clean,

    // SIGQUIT: at once; the log is recovered at the next start, and may lack the last commits.
    Immediate,
}
