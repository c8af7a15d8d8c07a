using System.Text.Json;
using Migrations.Engine.Discovery;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Host.Output;

namespace Migrations.Host.Tests.Output;

public sealed class ProgressWriterTests
{
    private static readonly PlannedStep Step = new() { Migration = new MigrationDescriptor { Identity = new MigrationIdentity { Tree = "items", Id = "20260101000001" }, Type = typeof(object), Checksum = "c" } };
    private static readonly StepProgress Halfway = new() { Documents = 500, Modified = 400, Total = 1000, ResumedFrom = 100, Ranges = 8, RangesDone = 4, Elapsed = TimeSpan.FromSeconds(4) };

    private static readonly StepPause Lagging = new() { Cause = PauseCause.ReplicationLag, Text = "A secondary is behind.", ReplicationLag = TimeSpan.FromSeconds(23) };

    [Test]
    public void A_line_says_counts_rate_and_time_left() =>
        Assert.That(Write(ProgressForm.Lines), Is.EqualTo("  500 of 1,000 documents, 400 changed, 100/s, 00:00:05 left, 4 of 8 ranges"));

    [Test]
    public void A_line_says_how_many_documents_failed() =>
        Assert.That(Write(ProgressForm.Lines, Halfway with { Failed = 3 }), Does.Contain("400 changed, 3 failed, 100/s"));

    [Test]
    public void A_line_says_what_was_inserted_and_deleted() =>
        Assert.That(Write(ProgressForm.Lines, Halfway with { Modified = 0, Inserted = 1500, Deleted = 500 }), Does.Contain("1,500 inserted, 500 deleted, 100/s"));

    [Test]
    public void A_program_reads_one_object_a_line()
    {
        var progress = JsonDocument.Parse(Write(ProgressForm.Json)).RootElement.GetProperty("progress");

        Assert.That(progress.GetProperty("tree").GetString(), Is.EqualTo("items"));
        Assert.That((progress.GetProperty("documents").GetInt64(), progress.GetProperty("documentsPerSecond").GetInt64(), progress.GetProperty("secondsLeft").GetInt64()), Is.EqualTo((500, 100, 5)));
    }

    [Test]
    public void A_pause_is_a_line_that_says_why()
    {
        using var text = new StringWriter();
        var writer = new ProgressWriter(text, ProgressForm.Lines, TimeProvider.System);

        writer.StepPaused(Step, Lagging);
        writer.StepContinued(Step, Lagging with { Text = "Going on.", ReplicationLag = null });

        Assert.That(text.ToString().ReplaceLineEndings("\n"), Is.EqualTo("  A secondary is behind.\n  Going on.\n"));
    }

    [Test]
    public void A_program_reads_a_pause_and_its_end_as_objects()
    {
        using var text = new StringWriter();
        var writer = new ProgressWriter(text, ProgressForm.Json, TimeProvider.System);

        writer.StepPaused(Step, Lagging);
        writer.StepContinued(Step, new StepPause { Cause = PauseCause.Overload, Text = "Going on." });

        var lines = text.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var paused = lines[0].GetProperty("paused");
        Assert.That((paused.GetProperty("tree").GetString(), paused.GetProperty("cause").GetString(), paused.GetProperty("replicationLagSeconds").GetInt64()), Is.EqualTo(("items", "replicationLag", 23)));
        Assert.That(lines[1].GetProperty("continued").GetProperty("cause").GetString(), Is.EqualTo("overload"));
        Assert.That(lines[1].GetProperty("continued").GetProperty("replicationLagSeconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static string Write(ProgressForm form, StepProgress? progress = null)
    {
        using var text = new StringWriter();
        new ProgressWriter(text, form, TimeProvider.System).StepProgressed(Step, progress ?? Halfway);
        return text.ToString().TrimEnd('\r', '\n');
    }
}
