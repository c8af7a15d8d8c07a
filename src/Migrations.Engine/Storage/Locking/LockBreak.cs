namespace Migrations.Engine.Storage.Locking;

/// <summary>The outcome of breaking a lock.</summary>
/// <param name="Holder">Who held it.</param>
/// <param name="HasAnswered">Whether that run said that it does nothing any more; otherwise it was waited until it cannot.</param>
public sealed record LockBreak(LockHolder Holder, bool HasAnswered)
{
    /// <summary>Whether the lock's document could not be read and was recreated.</summary>
    public bool IsRepaired { get; init; }
}
