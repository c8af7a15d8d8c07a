namespace Migrations.Engine.Running.DryRuns;

// A transaction lives for a minute by default, so of a large collection only the first documents are tried.
internal sealed record DryRunLimits(int BatchSize, long MaxDocuments);
