using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using static Migrations.Engine.Tests.Planning.Histories;

namespace Migrations.Engine.Tests.Planning;

public sealed class VerifyReportTests
{
    [Test]
    public void A_database_at_the_head_passes()
    {
        var report = VerifyReport.Create(GraphOf(Migration(1), Migration(2)), StateOf(Applied(1), Applied(2)), null);

        Assert.That(report.Findings, Is.Empty);
        Assert.That(report.Pending, Is.Empty);
        Assert.That(report.VerifiedCount, Is.EqualTo(2));
    }

    [Test]
    public void Pending_migrations_are_named_and_are_not_faults()
    {
        var report = VerifyReport.Create(GraphOf(Migration(1), Migration(2)), StateOf(Applied(1)), null);

        Assert.That(report.Pending.Select(m => m.Id), Is.EqualTo(new[] { Id(2) }));
        Assert.That(report.Findings, Is.Empty);
    }

    [Test]
    public void A_pending_migration_that_is_not_written_is_a_fault([Values(null, "UpAsync")] string? up, [Values(null, "DownAsync")] string? down)
    {
        var report = VerifyReport.Create(GraphOf(Migration(1), Migration(2) with { NotWritten = up, DownNotWritten = down }), StateOf(Applied(1)), null);

        Assert.That(report.Findings.Select(f => f.Code), Is.EqualTo(up is null && down is null ? Array.Empty<MigrationErrorCode>() : [MigrationErrorCode.MigrationNotWritten]));
        Assert.That(report.Findings.Select(f => f.Text), Has.All.Contain("main/2.cs"));
    }

    [Test]
    public void A_plugin_without_migrations_passes_on_a_database_that_was_never_initialised()
    {
        var report = VerifyReport.Create(GraphOf(), new DatabaseState([], []), null);

        Assert.That((report.Findings.Count, report.Pending.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public void A_plugin_without_migrations_does_not_pass_where_some_were_applied() =>
        Assert.That(VerifyReport.Create(GraphOf(), StateOf(Applied(1)), null).Findings.Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.MissingMigration }));

    [Test]
    public void Every_fault_is_found()
    {
        var graph = GraphOf(Migration(1), Migration(2, checksum: "new"), Migration(5));
        var state = StateOf(Applied(2), Applied(3), Applied(5, status: AppliedStatus.Failed, isPartial: true));

        var report = VerifyReport.Create(graph, state, null);

        Assert.That(
            report.Findings.Select(f => f.Code),
            Is.EquivalentTo(new[] { MigrationErrorCode.DivergedHistory, MigrationErrorCode.ChangedMigration, MigrationErrorCode.UnfinishedMigration }));
    }

    [TestCase("No number", "failed: No number. ")]
    [TestCase("No number.", "failed: No number. ")]
    public void Why_a_migration_failed_is_a_sentence(string error, string expected)
    {
        var report = VerifyReport.Create(GraphOf(Migration(1)), StateOf(Applied(1, status: AppliedStatus.Failed, isPartial: true) with { Error = error }), null);

        Assert.That(report.Findings.Single(f => f.Code == MigrationErrorCode.UnfinishedMigration).Text, Does.Contain(expected));
    }

    [Test]
    public void A_failure_that_names_its_migration_names_it_once()
    {
        var record = Applied(1, status: AppliedStatus.Failed, isPartial: true);
        var said = $"Migration {record.Tree}@{record.Id} '{record.Title}' failed: FormatException: No number.";

        var report = VerifyReport.Create(GraphOf(Migration(1)), StateOf(record with { Error = said }), null);

        Assert.That(report.Findings.Single(f => f.Code == MigrationErrorCode.UnfinishedMigration).Text, Does.StartWith(said + " Its data"));
    }

    [Test]
    public void A_database_that_was_never_initialised_is_refused() =>
        Assert.That(() => VerifyReport.Create(GraphOf(Migration(1)), new DatabaseState([], []), null), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.NotInitialised));
}
