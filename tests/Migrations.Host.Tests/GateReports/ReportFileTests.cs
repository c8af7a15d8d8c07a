using Migrations.Host.GateReports;
using Migrations.Host.Tests.Generating;

namespace Migrations.Host.Tests.GateReports;

[Platform("Linux", Reason = "Links of files need a right on Windows.")]
public sealed class ReportFileTests
{
    [Test]
    public void A_report_does_not_empty_a_file_that_something_else_needs_by_another_name([Values] bool isFolder)
    {
        using var folder = new TestFolder();
        var real = Directory.CreateDirectory(Path.Combine(folder.Path, "real")).FullName;
        File.WriteAllText(Path.Combine(real, "summary.md"), "before");
        var link = Path.Combine(folder.Path, "link");
        _ = isFolder ? Directory.CreateSymbolicLink(link, "real") : File.CreateSymbolicLink(link, Path.Combine("real", "summary.md"));
        var other = isFolder ? Path.Combine(link, "summary.md") : link;

        Assert.That(() => ReportFile.Prepare([$"markdown={real}/summary.md"], other), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.UsageInvalid));
        Assert.That(() => ReportFile.Prepare([$"markdown={real}/summary.md", $"html={other}"]), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.UsageInvalid));
        Assert.That(File.ReadAllText(Path.Combine(real, "summary.md")), Is.EqualTo("before"));
    }

    [Test]
    public void Links_that_lead_in_a_circle_are_refused_and_not_followed_for_ever()
    {
        using var folder = new TestFolder();
        var (one, two) = (Path.Combine(folder.Path, "one"), Path.Combine(folder.Path, "two"));
        File.CreateSymbolicLink(one, two);
        File.CreateSymbolicLink(two, one);

        Assert.That(() => ReportFile.Prepare([$"markdown={one}"]), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(MigrationErrorCode.FileUnusable));
    }
}
