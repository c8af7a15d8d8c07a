namespace Migrations.Engine.Storage;

/// <summary>One event of a database's history; entries are added and never changed.</summary>
internal sealed record JournalEntry
{
    /// <summary>When it happened.</summary>
    public DateTime At { get; init; }

    /// <summary>What happened: initialise, stamp, autoStamp, import, upgrade, rollback, resume, fail, breakOff, force, accept or prune; <c>unreadable</c> where the entry was damaged, with what is wrong as its detail.</summary>
    public required string Event { get; init; }

    /// <summary>The tree it concerns, or null for all.</summary>
    public string? Tree { get; init; }

    /// <summary>The migration it concerns, or null.</summary>
    public string? Id { get; init; }

    /// <summary>The migration's title, or null.</summary>
    public string? Title { get; init; }

    /// <summary>Who did it.</summary>
    public string Who { get; init; } = "";

    /// <summary>On which machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>With which version of the tool.</summary>
    public string Product { get; init; } = "";

    /// <summary>Name and version of the plugin; empty in older entries.</summary>
    public string Plugin { get; init; } = "";

    /// <summary>On which version of the server.</summary>
    public string Server { get; init; } = "";

    /// <summary>In which run.</summary>
    public string Run { get; init; } = "";

    /// <summary>The hash of what the run worked with, or null.</summary>
    public string? Environment { get; init; }

    /// <summary>Whether transactions were used; null if that does not apply.</summary>
    public bool? Transaction { get; init; }

    /// <summary>How long it took; null if that does not apply.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Documents that were changed; null if that does not apply.</summary>
    public long? Modified { get; init; }

    /// <summary>Documents that were inserted; null if that does not apply.</summary>
    public long? Inserted { get; init; }

    /// <summary>Documents that were deleted; null if that does not apply.</summary>
    public long? Deleted { get; init; }

    /// <summary>An error or a remark, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>What the migration reported.</summary>
    public IReadOnlyList<string> Actions { get; init; } = [];
}

// What may happen.
internal static class JournalEvent
{
    public const string Initialise = "initialise";

    public const string Stamp = "stamp";

    // Trees of a database without data, which a run records as being at base.
    public const string AutoStamp = "autoStamp";

    // Another tool had applied it.
    public const string Import = "import";

    public const string Upgrade = "upgrade";

    public const string Rollback = "rollback";

    public const string Resume = "resume";

    public const string Fail = "fail";

    // A run was killed, and the next one that takes the lock says so.
    public const string BreakOff = "breakOff";

    // A precondition was passed over, a position replaced, or a lock broken.
    public const string Force = "force";

    public const string Accept = "accept";

    public const string Prune = "prune";

    // Never stored.
    public const string Unreadable = "unreadable";
}
