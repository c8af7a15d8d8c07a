namespace Migrations.Engine.Reporting;

/// <summary>Why the batches of a step wait, or no longer wait.</summary>
internal sealed record StepPause
{
    /// <summary>What they wait for.</summary>
    public required PauseCause Cause { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>How far the slowest member is behind; null if that is not the cause.</summary>
    public TimeSpan? ReplicationLag { get; init; }
}

/// <summary>What the batches of a step wait for.</summary>
internal enum PauseCause
{
    /// <summary>A secondary is too far behind: no batch runs.</summary>
    ReplicationLag,

    /// <summary>The server says that it is overloaded: batches are smaller, and there are pauses between them.</summary>
    Overload,
}
