namespace Migrations.Engine.Running.DryRuns;

// How many documents were tried, of how many.
internal sealed record TrialCount(long Documents, long Total)
{
    public static TrialCount None { get; } = new(0, 0);

    // The count is of the data before the run; a step before may have added or removed some.
    public static TrialCount Of(long documents, long counted, DryRunLimits limits) => new(documents, documents < limits.MaxDocuments ? documents : Math.Max(counted, documents));
}
