namespace Migrations.Engine.Planning;

/// <summary>The user's request.</summary>
internal sealed record PlanRequest
{
    /// <summary>Upward or downward. Default: upward.</summary>
    public MigrationDirection Direction { get; init; }

    /// <summary>Only this tree; null for all.</summary>
    public string? Tree { get; init; }

    /// <summary>An id, a version, <c>head</c>, <c>base</c>, or one of these as <c>tree@target</c> or <c>tree/line@target</c>; null for none.</summary>
    public string? To { get; init; }

    /// <summary>How many migrations at most; null for no limit.</summary>
    public int? Distance { get; init; }

    /// <summary>The one-shot to take, or null.</summary>
    public string? Via { get; init; }

    /// <summary>Where a database stands that nobody has initialised; must agree with the record if there is one. Empty if not given.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Where a database stands if nobody has initialised it; without meaning for others, and so for every run. Empty if not given.</summary>
    public IReadOnlyList<string> InitialiseAt { get; init; } = [];

    /// <summary>What to do with late migrations. Default: refuse.</summary>
    public LatePolicy Late { get; init; }

    /// <summary>Values of the options that migrations declare.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether to skip skippable preconditions. Default: false.</summary>
    public bool IsForced { get; init; }

    /// <summary>Migrations that continue although they were changed since they began, each as <c>tree@id</c>. Default: none.</summary>
    public IReadOnlyList<string> AcceptChanged { get; init; } = [];

    /// <summary>Free-form migrations that stopped halfway without a transaction and whose bodies may run again on these data, each as <c>tree@id</c>. Default: none.</summary>
    public IReadOnlyList<string> AcceptHalfDone { get; init; } = [];

    // The plan that it must be, or the rest of which; null if any will do.
    internal ReviewedPlan? Reviewed { get; init; }

    /// <summary>All pending migrations of all trees.</summary>
    public static PlanRequest All => new();
}

/// <summary>What to do with a migration that is older than the head and was never applied.</summary>
internal enum LatePolicy
{
    /// <summary>Refuse the plan.</summary>
    Error,

    /// <summary>Roll back what was applied after it, and apply everything in the right order. Everything after it must be reversible.</summary>
    FixOrder,

    /// <summary>Run it now, on data that newer migrations have already changed.</summary>
    RunLate,
}
