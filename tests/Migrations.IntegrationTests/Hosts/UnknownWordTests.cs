namespace Migrations.IntegrationTests.Hosts;

// What nobody knows is refused, with what was probably meant.
public sealed class UnknownWordTests
{
    [TestCase("Did you mean migrate?", "migrat")]
    [TestCase("Did you mean status?", "stauts", "--output", "json")]
    [TestCase("Did you mean start?", "local-server", "strat")]
    [TestCase("Did you mean --dry-run?", "migrate", "--dryrun")]
    [TestCase("Did you mean --tree?", "verify", "--tre=models")]
    [TestCase("Did you mean chain?", "history", "chian")]
    [TestCase("Did you mean chain?", "graph", "--tree", "chian")]
    public async Task A_misspelt_word_is_answered_with_the_nearest(string question, params string[] command)
    {
        using var host = Start(command);
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors + host.Output, Does.Contain(question));
    }

    [Test]
    public async Task What_is_like_nothing_is_not_guessed()
    {
        using var host = Start("obliterate");
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("'obliterate'").And.Not.Contains("Did you mean"));
    }

    [Test]
    public async Task A_connection_string_that_is_given_as_an_option_is_not_repeated([Values("--connection", "--connection-string")] string option)
    {
        using var host = Start("status", option, "mongodb://me:sesame@host/shop");
        await host.WaitAsync();

        Assert.That(host.ExitCode, Is.EqualTo(64), host.Errors);
        Assert.That(host.Errors, Does.Contain("MIGRATIONS_CONNECTION").And.Not.Contains("sesame"));
    }

    private static HostProcess Start(params string[] arguments) => HostProcess.StartWith(new() { ["MIGRATIONS_ASSEMBLY"] = HostProcess.PluginPath }, arguments);
}
