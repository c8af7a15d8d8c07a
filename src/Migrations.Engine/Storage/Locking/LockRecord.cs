namespace Migrations.Engine.Storage.Locking;

// The lock's document as it was read. Nobody holds it where it has no owner.
internal sealed record LockRecord(string? Owner, long Token)
{
    public string? Run { get; init; }

    // By the server's clock.
    public DateTime Acquired { get; init; }

    public DateTime Expires { get; init; }

    public LockHolder? Holder => Owner is null ? null : new LockHolder { Owner = Owner, Run = Run, Token = Token, Acquired = Acquired, Expires = Expires };

    public static LockRecord Read(StateDocument document)
    {
        var owner = document.Has("owner") ? document.TextOrNull("owner") : throw document.Fault("owner", "text or null");
        // Values that the server computes with must be numbers and dates.
        _ = (document.CountOrZero("noticeMs"), document.HasValue("broken") ? document.Count("broken") : 0);
        // A released lock has ended for everybody.
        if (owner is null && document.Time("expires") > DateTime.UnixEpoch)
        {
            throw document.Fault("expires", "1970-01-01, because the lock has no owner");
        }

        return new LockRecord(owner, document.Count("token"))
        {
            Run = document.TextOrNull("run"),
            Acquired = owner is null ? default : document.Time("acquired"),
            Expires = document.Time("expires"),
        };
    }
}
