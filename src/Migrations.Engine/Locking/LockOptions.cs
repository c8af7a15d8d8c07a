namespace Migrations.Engine.Locking;

/// <summary>How the lock is held.</summary>
public sealed record LockOptions
{
    /// <summary>How long the lease lasts without renewal, on the server's clock. Default: 60 seconds.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for a lock that is held. Default: not at all.</summary>
    public TimeSpan Wait { get; init; } = TimeSpan.Zero;

    internal TimeSpan Heartbeat => Lease / 3;
}
