using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.Tests.Execution;

public sealed class ExitCodesTests
{
    [TestCase(MigrationErrorCode.NameMissing, 64)]
    [TestCase(MigrationErrorCode.UsageInvalid, 64)]
    [TestCase(MigrationErrorCode.UnknownTarget, 64)]
    [TestCase(MigrationErrorCode.PluginTooNew, 5)]
    [TestCase(MigrationErrorCode.NotInitialised, 5)]
    [TestCase(MigrationErrorCode.ChangedMigration, 5)]
    [TestCase(MigrationErrorCode.AlreadyInitialised, 6)]
    [TestCase(MigrationErrorCode.Irreversible, 6)]
    [TestCase(MigrationErrorCode.LockHeld, 3)]
    [TestCase(MigrationErrorCode.MigrationFailed, 1)]
    [TestCase(MigrationErrorCode.WriteFailed, 1)]
    [TestCase(MigrationErrorCode.ServerUnavailable, 69)]
    [TestCase(MigrationErrorCode.PendingMigrations, 2)]
    [TestCase(MigrationErrorCode.UnfinishedMigration, 4)]
    [TestCase(MigrationErrorCode.ReleasedMigrationGone, 4)]
    [TestCase(MigrationErrorCode.Unexpected, 1)]
    public void A_code_has_the_exit_code_of_the_table(MigrationErrorCode code, int exitCode) => Assert.That((int)ExitCodes.Of(code), Is.EqualTo(exitCode));

    [Test]
    public void What_is_thrown_is_the_same_failure_for_a_report_and_for_the_command()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.That(Of(new IOException("Full."), default), Is.EqualTo((MigrationErrorCode.FileUnusable, ExitCode.Usage)));
        Assert.That(Of(new UnauthorizedAccessException("No."), default), Is.EqualTo((MigrationErrorCode.FileUnusable, ExitCode.Usage)));
        Assert.That(Of(new MigrationException(MigrationErrorCode.LockHeld, "Held."), default), Is.EqualTo((MigrationErrorCode.LockHeld, ExitCode.Locked)));
        Assert.That(Of(new OperationCanceledException(), cancelled.Token).ExitCode, Is.EqualTo(ExitCode.Cancelled));
        Assert.That(Of(new OperationCanceledException(), default), Is.EqualTo((MigrationErrorCode.Unexpected, ExitCode.Failed)));
        Assert.That(Of(new InvalidOperationException(), default), Is.EqualTo((MigrationErrorCode.Unexpected, ExitCode.Failed)));
    }

    private static (MigrationErrorCode Code, ExitCode ExitCode) Of(Exception thrown, CancellationToken token) => CommandFailure.Of(thrown, token) is var failure ? (failure.Failure.Code, failure.ExitCode) : default;

    [Test]
    public void No_failure_looks_like_success() =>
        Assert.That(Enum.GetValues<MigrationErrorCode>().Where(c => c != MigrationErrorCode.None && ExitCodes.Of(c) == ExitCode.Done), Is.Empty);
}
