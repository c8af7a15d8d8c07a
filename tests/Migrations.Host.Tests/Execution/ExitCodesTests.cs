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
    [TestCase(MigrationErrorCode.Unexpected, 1)]
    public void A_code_has_the_exit_code_of_the_table(MigrationErrorCode code, int exitCode) => Assert.That((int)ExitCodes.Of(code), Is.EqualTo(exitCode));

    [Test]
    public void No_failure_looks_like_success() =>
        Assert.That(Enum.GetValues<MigrationErrorCode>().Where(c => c != MigrationErrorCode.None && ExitCodes.Of(c) == ExitCode.Done), Is.Empty);
}
