using Migrations.Engine.Kinds;
using System.Text.Json;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Host.Output;

namespace Migrations.Host.Tests.Output;

public sealed class ProgressWriterTests
{
    private static readonly PlannedStep Step = new() { Migration = new MigrationDescriptor { Identity = new MigrationIdentity { Tree = "items", Id = "20260101000001" }, Type = typeof(object), Kind = BodyKinds.FreeForm, Checksum = "c" } };
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
        var writer = new ProgressWriter(text, ProgressForm.Lines, 180, f => f.Text, TimeProvider.System);

        writer.StepPaused(Step, Lagging);
        writer.StepContinued(Step, Lagging with { Text = "Going on.", ReplicationLag = null });

        Assert.That(text.ToString().ReplaceLineEndings("\n"), Is.EqualTo("  A secondary is behind.\n  Going on.\n"));
    }

    [Test]
    public void A_program_reads_a_pause_and_its_end_as_objects()
    {
        using var text = new StringWriter();
        var writer = new ProgressWriter(text, ProgressForm.Json, 180, f => f.Text, TimeProvider.System);

        writer.StepPaused(Step, Lagging);
        writer.StepContinued(Step, new StepPause { Cause = PauseCause.Overload, Text = "Going on." });

        var lines = text.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        var paused = lines[0].GetProperty("paused");
        Assert.That((paused.GetProperty("tree").GetString(), paused.GetProperty("cause").GetString(), paused.GetProperty("replicationLagSeconds").GetInt64()), Is.EqualTo(("items", "replicationLag", 23)));
        Assert.That(lines[1].GetProperty("continued").GetProperty("cause").GetString(), Is.EqualTo("overload"));
        Assert.That(lines[1].GetProperty("continued").GetProperty("replicationLagSeconds").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    private static IEnumerable<StepProgress> Extremes =>
    [
        Halfway,
        Halfway with { Failed = 123_456 },
        new() { Documents = 1, Total = 987_654_321_012, Elapsed = TimeSpan.FromDays(3), Ranges = 4096 },
        new() { Documents = 987_654_321_012, Modified = 987_654_321_012, Inserted = 987_654_321_012, Deleted = 987_654_321_012, Failed = 987_654_321_012, Total = 987_654_321_012, Elapsed = TimeSpan.FromSeconds(1), Ranges = 4096, RangesDone = 4095 },
        new() { Documents = 0, Total = 0 },
        new() { Documents = 1200, Total = 1000, Elapsed = TimeSpan.FromSeconds(1) },
    ];

    [TestCaseSource(nameof(Extremes))]
    public void A_bar_fits_whatever_it_has_to_say(object extreme)
    {
        var progress = (StepProgress)extreme;
        foreach (var columns in new[] { 20, 40, 79, 120, 200 })
        {
            Assert.That(ProgressLine.Bar(progress, columns), Has.Length.LessThanOrEqualTo(columns).And.Not.Contains("100 %"));
            Assert.That(ProgressLine.FullBar(progress, columns), Has.Length.LessThanOrEqualTo(columns).And.Contains("100 %"));
        }
    }

    [Test]
    public void A_bar_says_all_where_there_is_room() =>
        Assert.That(ProgressLine.Bar(Halfway, 120), Is.EqualTo("  [###############...............]  50 % 500 of 1,000 documents, 400 changed, 100/s, 00:00:05 left, 4 of 8 ranges"));

    [Test]
    public void A_shorter_bar_leaves_nothing_of_the_one_before()
    {
        using var text = new StringWriter();
        var writer = new ProgressWriter(text, ProgressForm.Bar, 80, f => f.Text, TimeProvider.System);

        writer.StepProgressed(Step, Halfway with { Documents = 999, Failed = 1000 });
        writer.StepFinished(Step, new StepResult { Step = Step });

        var bars = text.ToString().TrimEnd('\r', '\n').Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.That(bars, Has.Length.EqualTo(2));
        Assert.That(bars[1].Length, Is.GreaterThanOrEqualTo(bars[0].Length).And.LessThan(80));
        Assert.That(bars[1], Does.Contain("100 %"));
    }

    [Test]
    public void Lines_and_objects_end_with_all_documents_as_well()
    {
        Assert.That(Finish(ProgressForm.Lines), Does.EndWith("  500 of 500 documents, 400 changed, 100/s, 00:00:04"));
        var last = Finish(ProgressForm.Json).Split('\n').Select(l => JsonDocument.Parse(l).RootElement).Last(l => l.TryGetProperty("progress", out _)).GetProperty("progress");
        Assert.That((last.GetProperty("documents").GetInt64(), last.GetProperty("total").GetInt64(), last.GetProperty("done").GetBoolean()), Is.EqualTo((500, 500, true)));
    }

    [TestCase("raw", "Stopping after this batch.")]
    [TestCase("free", "Stopping as soon as the migration's code does.")]
    public void A_request_to_stop_is_answered_with_when_it_stops(string name, string expected)
    {
        var kind = BodyKinds.All.Single(k => k.Name == name);
        using var text = new StringWriter();
        var writer = new ProgressWriter(text, ProgressForm.Lines, 80, f => f.Text, TimeProvider.System);

        writer.StepStarted(Step with { Migration = Step.Migration with { Kind = kind } }, 1, 1, usesTransaction: true);
        writer.Stopping();

        Assert.That(text.ToString(), Does.Contain(expected).And.Contain("A second Ctrl-C exits at once"));
    }

    [TestCase("items", "Short", "[1/1] Applying items@20260101000001 Short (without transactions)")]
    [TestCase("items", "A title that goes on and on until it would not fit into the line any more", "[1/1] Applying items@20260101000001 A title that goes... (without transactions)")]
    [TestCase("a-tree-whose-name-is-as-long-as-the-name-of-a-tree-can-ever-be64", "Short", "[1/1] Applying a-tree-whose-name-is-as-long-as-the-name-of-a-...@20260101000001")]
    public void The_line_of_a_step_fits_and_keeps_its_id(string tree, string title, string expected)
    {
        var step = new PlannedStep { Migration = new MigrationDescriptor { Identity = new MigrationIdentity { Tree = tree, Id = "20260101000001", Title = title }, Type = typeof(object), Kind = BodyKinds.FreeForm, Checksum = "c" } };

        var line = new StepLine(step, 1, 1, usesTransaction: false).Fitting(79);

        Assert.That(line, Is.EqualTo(expected));
    }

    private static string Finish(ProgressForm form)
    {
        using var text = new StringWriter();
        var writer = new ProgressWriter(text, form, 80, f => f.Text, TimeProvider.System);
        writer.StepProgressed(Step, Halfway);
        writer.StepFinished(Step, new StepResult { Step = Step });
        return text.ToString().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    private static string Write(ProgressForm form, StepProgress? progress = null)
    {
        using var text = new StringWriter();
        new ProgressWriter(text, form, 80, f => f.Text, TimeProvider.System).StepProgressed(Step, progress ?? Halfway);
        return text.ToString().TrimEnd('\r', '\n');
    }
}
