namespace Migrations.LocalServer.Postgres;

internal enum ShutdownMode
{
    // SIGINT: sessions end, data is checkpointed; takes one or two seconds.
    Clean,

    // SIGQUIT: at once; what was committed is recovered at the next start.
    Immediate,
}
