namespace Migrations.Engine.Storage.Locking;

/// <summary>Who holds the lock.</summary>
public sealed record LockHolder
{
    /// <summary>User, machine and process.</summary>
    public required string Owner { get; init; }

    // The run that took it; null if that was not recorded.
    internal string? Run { get; init; }

    /// <summary>The fencing token, which grows with every holder.</summary>
    public long Token { get; init; }

    /// <summary>When it was taken, on the server's clock.</summary>
    public DateTime Acquired { get; init; }

    /// <summary>When the lease ends unless it is renewed, on the server's clock.</summary>
    public DateTime Expires { get; init; }
}

/// <summary>The outcome of breaking a lock.</summary>
/// <param name="Holder">Who held it.</param>
/// <param name="HasAnswered">Whether that run said that it does nothing any more; otherwise it was waited until it cannot.</param>
public sealed record LockBreak(LockHolder Holder, bool HasAnswered)
{
    /// <summary>Whether the lock's document could not be read and was recreated.</summary>
    public bool IsRepaired { get; init; }
}
