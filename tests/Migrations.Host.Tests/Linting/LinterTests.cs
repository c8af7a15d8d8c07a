using Migrations.Engine.Model;
using Migrations.Host.Linting;
using Migrations.Host.Tests.Ordering;

namespace Migrations.Host.Tests.Linting;

public sealed class LinterTests
{
    private static readonly RevisionGraph One = Graphs.Of(Graphs.Migration(1) with { IsReversible = true });
    private static readonly RevisionGraph Changed = Graphs.Of(Graphs.Migration(1) with { IsReversible = true, Checksum = "other" });

    [Test]
    public async Task The_first_build_writes_the_lock_file_a_line_for_each_migration()
    {
        using var folder = new GitFolder();

        var report = await RunAsync(folder, Graphs.Branched());

        Assert.That((report.IsNew, report.Written), Is.EqualTo((true, folder.PathOf(LockFile.Name))));
        var lines = folder.Read(LockFile.Name).TrimEnd().Split('\n');
        Assert.That(lines, Has.Length.EqualTo(7));
        Assert.That(lines[1], Is.EqualTo($$"""  {"tree":"data","id":"{{Graphs.Id(1)}}","checksum":"c"},"""));
        Assert.That(LockFile.Parse(folder.Read(LockFile.Name), "x").ToText(), Is.EqualTo(folder.Read(LockFile.Name)));
    }

    [Test]
    public async Task It_compares_with_what_the_base_has_and_not_with_what_was_built_last()
    {
        using var folder = new GitFolder();
        await RunAsync(folder, One);
        folder.Release();

        var first = await RunAsync(folder, Changed, reference: "main");
        var again = await RunAsync(folder, Changed, reference: "main");

        Assert.That(first.Findings.Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.ReleasedMigrationChanged }));
        Assert.That(again.Findings.Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.ReleasedMigrationChanged }));
    }

    [Test]
    public async Task A_lock_file_that_was_not_checked_in_is_a_fault_where_it_must_fit_and_is_left_alone()
    {
        using var folder = new GitFolder();

        var missing = await RunAsync(folder, One, isLocked: true);
        await RunAsync(folder, One);
        var current = await RunAsync(folder, One, isLocked: true);
        var before = folder.Read(LockFile.Name);
        var outdated = await RunAsync(folder, Changed, isLocked: true);

        Assert.That(missing.Findings.Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.LockFileOutdated }));
        Assert.That(current.Findings, Is.Empty);
        Assert.That(outdated.Findings.Select(f => f.Code), Is.EqualTo(new[] { MigrationErrorCode.LockFileOutdated }));
        Assert.That(folder.Read(LockFile.Name), Is.EqualTo(before));
    }

    [Test]
    public async Task A_base_that_is_named_must_be_there_and_one_that_is_guessed_need_not()
    {
        using var folder = new GitFolder();
        folder.Commit();

        var guessed = await RunAsync(folder, One);

        Assert.That(guessed.Note, Does.Contain("not known what is released"));
        Assert.That(async () => await RunAsync(folder, One, reference: "nowhere"), Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.GitReferenceUnknown));
    }

    [Test]
    public async Task A_project_that_was_moved_does_not_pass_as_a_new_one()
    {
        using var folder = new GitFolder();
        await RunAsync(folder, One);
        folder.Release();
        File.Delete(folder.PathOf(LockFile.Name));
        var moved = Directory.CreateDirectory(folder.PathOf("moved")).FullName;

        Assert.That(async () => await Linter.RunAsync(Changed, moved, "main", "origin/main", isLocked: true, CancellationToken.None), Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.LockFileOutdated));
    }

    [TestCase("null")]
    [TestCase("[null]")]
    [TestCase("""[{"tree":"a","id":"1","checksum":null}]""")]
    public void A_lock_file_without_what_it_needs_is_refused(string text) => Assert.That(() => LockFile.Parse(text, "x"), Throws.InstanceOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.FileUnusable));

    [Test]
    public void A_lock_file_with_conflicts_is_refused_with_the_way_out() =>
        Assert.That(() => LockFile.Parse("[\n<<<<<<< HEAD\n]", "x"), Throws.InstanceOf<MigrationException>().With.Message.Contains("keep the lines of both sides"));

    private static Task<LintReport> RunAsync(GitFolder folder, RevisionGraph graph, string? reference = null, bool isLocked = false) =>
        Linter.RunAsync(graph, folder.Path, reference, "origin/main", isLocked, CancellationToken.None);
}
