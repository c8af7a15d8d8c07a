namespace Migrations.LocalServer.Postgres;

internal enum ShutdownMode
{
    // SIGINT: sessions end, data is checkpointed; takes one or two seconds.
    Clean,

    // SIGQUIT: at once; what was written to the log is recovered at the next start, the last commits may not be in it.
    Immediate,
}
