using Migrations.Engine.Database;
using Migrations.Engine.Planning;
using Migrations.Engine.Steps;

namespace Migrations.IntegrationTests.Engine;

// The process may be an application's, and goes on when a run is over.
public sealed class OwnClientTests
{
    private const int Soon = 5_000;
    private const int Often = 50;

    [Test]
    public async Task Nothing_of_a_run_stays_connected()
    {
        await using var fixture = await EngineFixture.CreateAsync();
        await using var proxy = TestServer.NewProxy();
        var channel = DriverChannel.Create($"mongodb://127.0.0.1:{proxy.Port}/?directConnection=true");

        await fixture.EngineWith(new RunSettings { Transaction = TransactionMode.Never }, channel: channel).RunAsync(new PlanRequest { Tree = "caughtfailure" }, fixture.Observer, CancellationToken.None);
        var connected = proxy.OpenConnections;
        await channel.DisposeAsync();

        Assert.That(connected, Is.Positive);
        Assert.That(() => proxy.OpenConnections, Is.Zero.After(Soon, Often));
    }
}
