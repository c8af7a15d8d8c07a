using Migrations.Engine.Steps;

namespace Migrations.Engine.Running.DryRuns;

// PassesOverValidators: a run of the plan would relax a collection's validator, which a trial cannot.
internal sealed record DryRunSettings(DryRunLimits Limits, bool IsForced, bool PassesOverValidators, OnDocumentError OnDocumentError, long LimitErrors);
