using System.Text;
using Migrations.Host.CommandLine;
using Migrations.Host.Ordering;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.Tests.Ordering;

public sealed class OrderFixTests
{
    private GitFolder _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = new GitFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public async Task Late_files_are_renamed_and_rewritten_and_nothing_else_is_touched()
    {
        _folder.WriteMigration("models/20260105000000_Released.cs", "20260105000000");
        _folder.Release();
        _folder.WriteMigration("models/20260103000000_Mine.cs", "20260103000000");
        _folder.WriteMigration("models/Second.cs", "20260104000000");
        _folder.WriteMigration("models/20260106000000_Later.cs", "20260106000000");
        _folder.Commit();

        var changes = await FixAsync();

        Assert.That(changes.Lines(), Is.EqualTo(new[]
        {
            $"Renamed {Path.Combine("models", "20260103000000_Mine.cs")} to {Path.Combine("models", "20260105000001_Mine.cs")}.",
            $"Renamed 20260104000000 in {Path.Combine("models", "Second.cs")} to 20260105000002.",
        }));
        Assert.That(changes.Updated, Is.EqualTo(new[] { _folder.PathOf("models/20260105000001_Mine.cs"), _folder.PathOf("models/Second.cs") }));
        Assert.That(_folder.Files(), Is.EqualTo(new[] { "models/20260105000000_Released.cs", "models/20260105000001_Mine.cs", "models/20260106000000_Later.cs", "models/Second.cs" }));
        Assert.That(_folder.Read("models/20260105000001_Mine.cs"), Does.StartWith("[Migration(\"20260105000001\", \"x\", Tree"));
        Assert.That(_folder.Read("models/Second.cs"), Does.StartWith("[Migration(\"20260105000002\""));
        Assert.That(_folder.Read("models/20260105000000_Released.cs"), Does.StartWith("[Migration(\"20260105000000\""));
        Assert.That(_folder.Read("models/20260106000000_Later.cs"), Does.StartWith("[Migration(\"20260106000000\""));
    }

    [Test]
    public async Task A_dry_run_ends_with_2_while_something_would_be_renumbered()
    {
        _folder.WriteMigration("models/a.cs", "20260105000000");
        _folder.Release();
        _folder.WriteMigration("models/b.cs", "20260103000000");

        Assert.That(await DryRunAsync(), Is.EqualTo((int)ExitCode.Pending));
        await FixAsync();
        Assert.That(await DryRunAsync(), Is.EqualTo((int)ExitCode.Done));
    }

    [Test]
    public async Task A_second_time_there_is_nothing_to_do()
    {
        _folder.WriteMigration("models/a.cs", "20260105000000");
        _folder.Release();
        _folder.WriteMigration("models/b.cs", "20260103000000");
        await FixAsync();

        Assert.That((await FixAsync()).Lines(), Is.EqualTo(new[] { "No migration to renumber." }));
    }

    [Test]
    public async Task A_dry_run_writes_nothing()
    {
        _folder.WriteMigration("models/a.cs", "20260105000000");
        _folder.Release();
        _folder.WriteMigration("models/20260103000000_b.cs", "20260103000000");

        var changes = await OrderFix.RunAsync(_folder.Path, "main", isDryRun: true, CancellationToken.None);

        Assert.That(changes.Lines().Single(), Does.StartWith("Would rename ").And.EndWith("20260105000001_b.cs."));
        Assert.That(_folder.Read("models/20260103000000_b.cs"), Does.Contain("20260103000000"));
    }

    [Test]
    public async Task References_follow_and_comments_strings_and_marks_stay()
    {
        _folder.WriteMigration("models/a.cs", "20260105000000");
        _folder.Release();
        const string Source = "// 20260103000000 is \"20260103000000\"\r\n[ Migrations . Migration( /* id */ id: \"20260103000000\", title: \"not 20260103000000\", Tree = \"models\" ) ]\r\nclass B : Migration { string s = \"20260103000000 [Migration(\\\"20260103000000\\\")]\"; }\r\n";
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "models", "b.cs"), Source, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        _folder.Write("other.cs", "[Migration(\"20260101000000\", \"x\", Tree = \"other\", DependsOn = [\"models@20260103000000\", \"models\", \"others@20260103000000\"])] class C : Migration;");
        _folder.Write("shot.cs", "[Migration(\"20260101000009\", \"x\", Tree = \"models\", OneShot = \"o\", Parent = \"20260103000000\", To = \"L@20260103000000\")] class D : Migration;");

        await FixAsync();

        var bytes = await File.ReadAllBytesAsync(Path.Combine(_folder.Path, "models", "b.cs"));
        Assert.That(bytes.Take(3), Is.EqualTo(Encoding.UTF8.GetPreamble()));
        Assert.That(_folder.Read("models/b.cs"), Is.EqualTo(Source.Replace("id: \"20260103000000\"", "id: \"20260105000001\"", StringComparison.Ordinal)));
        Assert.That(_folder.Read("other.cs"), Does.Contain("DependsOn = [\"models@20260105000001\", \"models\", \"others@20260103000000\"]"));
        Assert.That(_folder.Read("shot.cs"), Does.Contain("Parent = \"20260105000001\", To = \"L@20260105000001\""));
    }

    [Test]
    public async Task What_the_reference_got_meanwhile_is_released_and_not_missed()
    {
        _folder.WriteMigration("models/a.cs", "20260101000000");
        _folder.Release();
        _folder.WriteMigration("models/mine.cs", "20260103000000", ", Line = \"L\"");
        _folder.Commit();
        _folder.Checkout("main");
        _folder.WriteMigration("models/theirs.cs", "20260105000000", ", Line = \"L\"");
        _folder.Commit();
        _folder.Checkout("work");

        await FixAsync();

        Assert.That(_folder.Read("models/mine.cs"), Does.Contain("20260105000001"));
    }

    [Test]
    public async Task Two_that_went_on_from_the_same_revision_follow_each_other()
    {
        _folder.WriteMigration("models/a.cs", "20260101000000", ", Line = \"L\", Parent = \"base\"");
        _folder.WriteMigration("models/b.cs", "20260105000000", ", Line = \"L\", Parent = \"20260101000000\"");
        _folder.Release();
        _folder.WriteMigration("models/c.cs", "20260103000000", ", Line = \"L\", Parent = \"20260101000000\"");
        _folder.WriteMigration("models/d.cs", "20260104000000", ", Line = \"L\", Parent = \"20260103000000\"");

        var changes = await FixAsync();

        Assert.That(_folder.Read("models/c.cs"), Does.Contain("\"20260105000001\"").And.Contain("Parent = \"20260105000000\""));
        Assert.That(_folder.Read("models/d.cs"), Does.Contain("\"20260105000002\"").And.Contain("Parent = \"20260105000001\""));
        Assert.That(changes.Lines().Last(), Is.EqualTo($"Changed the parent of {Path.Combine("models", "c.cs")} from 20260101000000 to 20260105000000."));
    }

    [Test]
    public void A_deleted_migration_a_missing_reference_and_no_repository_are_errors()
    {
        _folder.WriteMigration("models/a.cs", "20260101000000");
        _folder.WriteMigration("models/b.cs", "20260102000000");
        _folder.Release();
        File.Delete(Path.Combine(_folder.Path, "models", "a.cs"));
        using var plain = new Generating.TestFolder();

        AssertRefused(_folder.Path, "main", MigrationErrorCode.ReleasedMigrationGone);
        AssertRefused(_folder.Path, "origin/main", MigrationErrorCode.GitReferenceUnknown);
        AssertRefused(_folder.Path, "--all", MigrationErrorCode.GitReferenceUnknown);
        AssertRefused(plain.Path, "main", MigrationErrorCode.GitUnavailable);
        AssertRefused(Path.Combine(plain.Path, "nowhere"), "main", MigrationErrorCode.OptionInvalid);
    }

    [Test]
    public void A_name_that_is_taken_stops_everything_before_it_begins()
    {
        _folder.WriteMigration("models/a.cs", "20260105000000");
        _folder.Release();
        _folder.WriteMigration("models/20260103000000_Mine.cs", "20260103000000");
        _folder.Write("models/20260105000001_Mine.cs", "// no migration");

        AssertRefused(_folder.Path, "main", MigrationErrorCode.FileExists);

        Assert.That(_folder.Read("models/20260103000000_Mine.cs"), Does.Contain("20260103000000"));
    }

    private static void AssertRefused(string folder, string reference, MigrationErrorCode code) =>
        Assert.That(() => OrderFix.RunAsync(folder, reference, isDryRun: false, CancellationToken.None), Throws.TypeOf<MigrationException>().With.Property("Code").EqualTo(code));

    private Task<OrderChanges> FixAsync() => OrderFix.RunAsync(_folder.Path, "main", isDryRun: false, CancellationToken.None);

    private Task<int> DryRunAsync()
    {
        var command = new SourceCommands(_ => new HostConsole(TextWriter.Null, TextWriter.Null, isJson: false, null)).FixOrder();
        return command.Parse(["--directory", _folder.Path, "--base", "main", "--dry-run"]).InvokeAsync();
    }
}
