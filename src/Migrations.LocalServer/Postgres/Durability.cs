namespace Migrations.LocalServer;

/// <summary>What a local server does for its data when the machine, not only a process, goes down.</summary>
internal enum Durability
{
    /// <summary>A commit may be lost when the machine goes down, the data stays consistent; the default.</summary>
    Relaxed = 0,

    /// <summary>Nothing is forced to the disk: fastest, for data that is thrown away afterwards.</summary>
    Disposable,

    /// <summary>A commit is on the disk before it is answered, as with a majority write concern and journal.</summary>
    Full,
}
