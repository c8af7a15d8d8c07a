using Migrations.Shared;

namespace Migrations.Host.Execution;

internal static class ExitCodes
{
    public static ExitCode Of(MigrationErrorCode code) => code switch
    {
        MigrationErrorCode.LockHeld or MigrationErrorCode.PlanChanged => ExitCode.Locked,
        MigrationErrorCode.PendingMigrations => ExitCode.Pending,
        MigrationErrorCode.AlreadyInitialised or MigrationErrorCode.PositionNeeded or MigrationErrorCode.TargetIsBehind or MigrationErrorCode.Irreversible
            or MigrationErrorCode.InterruptedRun or MigrationErrorCode.DecisionRequired or MigrationErrorCode.TransactionsUnavailable or MigrationErrorCode.StampContradicted or MigrationErrorCode.BarrierInTheWay
            or MigrationErrorCode.NoPath or MigrationErrorCode.DependencyUnmet or MigrationErrorCode.PreconditionFailed or MigrationErrorCode.NotConfirmed or MigrationErrorCode.CollectionMissing
            or MigrationErrorCode.MigrationNotWritten => ExitCode.Refused,
        MigrationErrorCode.UnknownTree or MigrationErrorCode.UnknownTarget or MigrationErrorCode.AmbiguousTarget or MigrationErrorCode.LineNeeded or MigrationErrorCode.OneShotUnusable
            or MigrationErrorCode.OptionMissing or MigrationErrorCode.OptionUnknown => ExitCode.Usage,
        MigrationErrorCode.WriteFailed or MigrationErrorCode.InvalidExpression or MigrationErrorCode.CommandFailed or MigrationErrorCode.NotAuthorized or MigrationErrorCode.StatementTooLarge or MigrationErrorCode.ReportUnwritten or MigrationErrorCode.Unexpected => ExitCode.Failed,
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
