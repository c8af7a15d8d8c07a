using Migrations.Shared;

namespace Migrations.Engine.Storage.Locking;

/// <summary>How the lock is held.</summary>
internal sealed record LockOptions
{
    /// <summary>How long the lease lasts without renewal, on the server's clock. Default: that of the option <c>--lock-lease</c>.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(Defaults.LockLeaseSeconds);

    /// <summary>How long to wait for a lock that is held. Default: that of the option <c>--lock-wait</c>.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.FromSeconds(Defaults.LockWaitSeconds);

    // Short, because it is also how a run notices that its lock was broken.
    internal TimeSpan LongestHeartbeat { get; init; } = TimeSpan.FromSeconds(5);

    internal TimeSpan Heartbeat => Lease / 3 < LongestHeartbeat ? Lease / 3 : LongestHeartbeat;

    // After this long without a renewal, a run starts no unguarded write. So a broken lock is kept from others for this long.
    internal TimeSpan Notice => Heartbeat * 2;
}
