namespace Migrations.Engine.Storage.Locking;

/// <summary>How the lock is held.</summary>
public sealed record LockOptions
{
    /// <summary>How long the lease lasts without renewal, on the server's clock. Default: 60 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for a lock that is held. Default: not at all.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.Zero;

    // Short, because it is also how a run notices that its lock was broken.
    internal TimeSpan LongestHeartbeat { get; init; } = TimeSpan.FromSeconds(5);

    internal TimeSpan Heartbeat => Lease / 3 < LongestHeartbeat ? Lease / 3 : LongestHeartbeat;

    // Without a renewal for this long, a run begins nothing that no token guards. So it is how long a broken lock is kept from others.
    internal TimeSpan Notice => Heartbeat * 2;
}
