using Migrations.IntegrationTests.Engine;

namespace Migrations.IntegrationTests.Hosts;

public sealed class ConcurrencyTests
{
    private const int Hosts = 20;

    [Test]
    public async Task Of_twenty_hosts_one_works_and_the_others_are_locked_out_or_find_nothing_to_do()
    {
        await using var fixture = await EngineFixture.CreateAsync();

        var hosts = await Task.WhenAll(Enumerable.Range(0, Hosts).Select(_ => HostProcess.RunAsync(fixture.Database.Name, "migrate", "--tree", "chain", "--output", "json")));
        var exitCodes = hosts.Select(h => h.ExitCode).ToList();
        var workers = hosts.Count(h => h.ExitCode == 0 && h.Output.Contains("\"id\"", StringComparison.Ordinal));
        var history = await fixture.NewEngine().GetJournalAsync("chain", 100, CancellationToken.None);

        Assert.That(exitCodes.Distinct(), Is.SubsetOf(new[] { 0, 3 }), string.Concat(hosts.Select(h => h.Errors)));
        Assert.That(workers, Is.EqualTo(1));
        Assert.That(history.Select(e => e.Event), Is.EqualTo(new[] { "upgrade", "upgrade", "upgrade" }));
        Assert.That(await fixture.ReadAsync("chain"), Has.Count.EqualTo(3));
        Array.ForEach(hosts, h => h.Dispose());
    }
}
