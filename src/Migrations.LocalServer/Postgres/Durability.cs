namespace Migrations.LocalServer;

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
