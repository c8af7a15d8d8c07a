using Migrations.Engine.Model;
using Migrations.Shared;

namespace Migrations.Host.Execution;

internal static class ExitCodes
{
    // Of the first fault among what was found: every command that meets it ends as the others do. Null where there is none.
    public static ExitCode? Of(IEnumerable<Finding> findings) => findings.FirstOrDefault(f => !f.IsWarning) is { } fault ? Of(fault.Code) : null;

    public static ExitCode Of(MigrationErrorCode code) => code switch
    {
        MigrationErrorCode.LockHeld or MigrationErrorCode.PlanChanged => ExitCode.Locked,
        MigrationErrorCode.PendingMigrations => ExitCode.Pending,
        MigrationErrorCode.EnvironmentDiffers => ExitCode.VerificationFailed,
        MigrationErrorCode.AlreadyInitialised or MigrationErrorCode.PositionNeeded or MigrationErrorCode.TargetIsBehind or MigrationErrorCode.Irreversible
            or MigrationErrorCode.InterruptedRun or MigrationErrorCode.DecisionRequired or MigrationErrorCode.TransactionsUnavailable or MigrationErrorCode.StampContradicted or MigrationErrorCode.BarrierInTheWay
            or MigrationErrorCode.NoPath or MigrationErrorCode.DependencyUnmet or MigrationErrorCode.PreconditionFailed or MigrationErrorCode.NotConfirmed or MigrationErrorCode.CollectionMissing
            or MigrationErrorCode.MigrationNotWritten or MigrationErrorCode.PlanOutdated or MigrationErrorCode.LineNeeded => ExitCode.Refused,
        MigrationErrorCode.UnknownTree or MigrationErrorCode.UnknownTarget or MigrationErrorCode.AmbiguousTarget or MigrationErrorCode.OneShotUnusable
            or MigrationErrorCode.OptionMissing or MigrationErrorCode.OptionUnknown => ExitCode.Usage,
        // What was found, as with the other findings of lint; nothing is wrong with the command line.
        MigrationErrorCode.ReleasedMigrationGone => ExitCode.VerificationFailed,
        MigrationErrorCode.WriteFailed or MigrationErrorCode.InvalidExpression or MigrationErrorCode.CommandFailed or MigrationErrorCode.NotAuthorized or MigrationErrorCode.StatementTooLarge or MigrationErrorCode.ReportUnwritten or MigrationErrorCode.ProjectNotBuilt or MigrationErrorCode.Unexpected => ExitCode.Failed,
        _ => OfBlock((int)code / 100),
    };

    private static ExitCode OfBlock(int block) => block switch
    {
        10 or 19 => ExitCode.Usage,
        11 or 13 or 14 => ExitCode.DoesNotFit,
        12 or 18 => ExitCode.Unreachable,
        17 => ExitCode.VerificationFailed,
        _ => ExitCode.Failed,
    };
}
