using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

// What cannot be is refused first, with a code, and is never a fault of the tool.
public sealed class BadValueTests
{
    private static readonly string[] Commands = ["init", "stamp", "accept", "new", "add-tree", "add-revision", "fix-order", "status", "trees", "history", "graph", "plan", "migrate", "rollback", "rehearse", "verify", "prune", "journal", "unlock", "local-server start", "local-server stop", "local-server status", "local-server run"];

    [TestCaseSource(nameof(Commands))]
    public async Task A_form_of_output_that_nobody_knows_is_refused(string command)
    {
        using var host = Start([.. command.Split(' '), "--output", "xml"]);
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.StartWith("error MIG1901: ").And.Contains("--output takes text or json, not 'xml'"));
    }

    [TestCase("--late", "7", "migrate")]
    [TestCase("--late", "error,runLate", "migrate")]
    [TestCase("--late", "", "plan")]
    [TestCase("--transaction", "2", "migrate")]
    [TestCase("--on-document-error", "1", "migrate")]
    [TestCase("--as", "0", "accept", "chain@1")]
    [TestCase("--as", "perhaps", "accept", "chain@1")]
    [TestCase("--batch-size", "1e3", "migrate")]
    [TestCase("--batch-size", " 5", "migrate")]
    [TestCase("--workers", "65", "migrate")]
    [TestCase("--lock-wait", "-1", "init")]
    [TestCase("--lock-lease", "4", "stamp")]
    [TestCase("--limit", "-1", "journal")]
    [TestCase("--limit", "99999999999", "journal")]
    [TestCase("--distance", "0", "rehearse")]
    [TestCase("--distance", "１", "plan")]
    [TestCase("--older-than", "36501", "prune")]
    [TestCase("--port", "65536", "local-server", "run")]
    [TestCase("--port", "-1", "local-server", "run")]
    [TestCase("--data-directory", "", "local-server", "run")]
    [TestCase("--format", "png", "graph")]
    [TestCase("--option", "=x", "migrate")]
    [TestCase("--tree", "no tree", "migrate")]
    [TestCase("--tree", "", "verify")]
    [TestCase("--tree", "a\nb", "plan")]
    [TestCase("--database", "a b", "status")]
    [TestCase("--database", "a\nb", "status")]
    [TestCase("--database", "", "migrate")]
    [TestCase("--database", "a$b", "verify")]
    [TestCase("--state-prefix", "", "status")]
    [TestCase("--state-prefix", "a b", "status")]
    [TestCase("--state-prefix", "a$b", "init")]
    [TestCase("--state-prefix", "system.x", "init")]
    [TestCase("--state-prefix", ".x", "init")]
    [TestCase("--state-prefix", "x\u0001", "migrate")]
    [TestCase("--directory", "", "new", "AddBaz")]
    [TestCase("--tree", "a/b", "new", "AddBaz")]
    [TestCase("--name", "a/b", "add-tree")]
    [TestCase("--name", "con", "add-tree")]
    [TestCase("--tree", "NUL", "new", "AddBaz")]
    [TestCase("--line", "a b", "new", "AddBaz")]
    [TestCase("--kind", "magic", "new", "AddBaz")]
    [TestCase("--collection", "a$b", "new", "AddBaz")]
    [TestCase("--out", "/proc/version/x.svg", "graph")]
    public async Task A_value_that_cannot_be_is_refused_before_anything_is_asked(string option, string value, params string[] command)
    {
        var folder = Directory.CreateTempSubdirectory("bad-values");
        using var host = Start([.. command, .. command[0] is "new" or "add-tree" && option != "--directory" ? ["--directory", folder.FullName] : Array.Empty<string>(), option, value]);
        await host.WaitAsync();
        var files = folder.GetFileSystemInfos();
        folder.Delete(recursive: true);

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Match(@"\Aerror MIG1[09]\d\d: ").And.Not.Contains("   at ").And.Not.Contains("System."));
        Assert.That(files, Is.Empty);
    }

    [TestCase("/proc/version", "new", "AddBaz")]
    [TestCase("/proc/nowhere", "add-tree", "datasets")]
    public async Task A_folder_that_the_system_refuses_is_said(string folder, params string[] command)
    {
        using var host = Start([.. command, "--directory", folder]);
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.StartWith("error MIG1026: ").And.Contains(folder).And.Not.Contains("   at "));
    }

    [TestCase("journal", "no tree")]
    [TestCase("history", "no tree")]
    [TestCase("graph", "a.b")]
    [TestCase("prune", "a@b")]
    public async Task The_name_of_no_tree_is_refused_as_an_argument_too(string command, string tree)
    {
        using var host = Start(command, tree);
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.StartWith($"error MIG1901: '{tree}' is not a valid name for a tree"));
    }

    [TestCase("MIGRATIONS_STATE_PREFIX", "a$b", "MIG1025")]
    [TestCase("MIGRATIONS_DATABASE", "a b", "MIG1017")]
    [TestCase("MIGRATIONS_REQUIRE_CONFIRMATION", "perhaps", "MIG1901")]
    public async Task A_bad_value_of_the_environment_is_refused_like_one_of_an_option(string variable, string value, string code)
    {
        await using var fixture = await EngineFixture.CreateAsync();
        using var host = HostProcess.StartWith(new(HostProcess.OnTestServer(fixture.Database.Name)) { [variable] = value }, "migrate", "--tree", "chain");
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain($"error {code}: "));
        Assert.That(await fixture.ReadAsync("chain"), Is.Empty);
    }

    // Nobody answers there, so whoever asks a server waits long and ends with 69.
    private static HostProcess Start(params string[] arguments) =>
        HostProcess.StartWith(new() { ["MIGRATIONS_CONNECTION"] = "mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=500", ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath }, arguments);
}
