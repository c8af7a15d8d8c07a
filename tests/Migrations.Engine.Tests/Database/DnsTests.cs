using System.Reflection;
using DnsClient;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.TestKit;
using MongoDB.Driver;

namespace Migrations.Engine.Tests.Database;

// The driver asks the machine's name servers and has no setting for others, so its one resolver is put on ours while a test runs.
[NonParallelizable]
public sealed class DnsTests
{
    // What stands in DNS must end as the cluster's name does, and an address needs no name server: 127.0.0.1 ends in 0.0.1.
    private const string Cluster = "shop.0.0.1";

    private FakeResolver _resolver = null!;
    private (FieldInfo Field, object Resolver, object? Before) _replaced;

    [SetUp]
    public void Replace()
    {
        _resolver = new FakeResolver();
        var wrapper = typeof(MongoClient).Assembly.GetType("MongoDB.Driver.Core.Misc.DnsClientWrapper", throwOnError: true)!;
        var resolver = wrapper.GetFields(BindingFlags.Static | BindingFlags.NonPublic).Single().GetValue(null)!;
        var field = wrapper.GetField("_lookupClient", BindingFlags.Instance | BindingFlags.NonPublic)!;
        _replaced = (field, resolver, field.GetValue(resolver));
        field.SetValue(resolver, new Lazy<LookupClient>(() => new LookupClient(new LookupClientOptions(_resolver.Address) { UseCache = false, Timeout = TimeSpan.FromSeconds(5) })));
    }

    [TearDown]
    public async Task Restore()
    {
        _replaced.Field.SetValue(_replaced.Resolver, _replaced.Before);
        await _resolver.DisposeAsync();
    }

    [Test]
    public async Task Servers_and_options_of_a_cluster_are_read_from_DNS()
    {
        await using var server = new FakeServer();
        var login = new FakeLogin { PreparedPassword = "pencil" }.On(server);
        _resolver.AddServer(Cluster, "127.0.0.1", server.Port).AddOptions(Cluster, "authSource=users");
        await using var channel = DriverChannel.Create($"mongodb+srv://user:pencil@{Cluster}/shop?tls=false");

        await channel.ConnectAsync(CancellationToken.None);

        Assert.That(login.Successes, Is.EqualTo(1));
        Assert.That(server.RequestsOf("saslContinue").Single().Document["$db"].AsString, Is.EqualTo("users"));
        Assert.That(channel.Hosts, Is.EqualTo(Cluster));
    }

    [Test]
    public async Task Encryption_is_on_unless_it_is_said_otherwise()
    {
        using var authority = new TestCertificates();
        using var certificate = authority.CreateServer("127.0.0.1");
        await using var server = new FakeServer(new System.Net.Security.SslServerAuthenticationOptions { ServerCertificate = certificate });
        var file = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.pem");
        await File.WriteAllTextAsync(file, authority.AuthorityPem);
        _resolver.AddServer(Cluster, "127.0.0.1", server.Port);
        await using var channel = DriverChannel.Create($"mongodb+srv://{Cluster}/shop?tlsCAFile={Uri.EscapeDataString(file)}");

        var info = await channel.ConnectAsync(CancellationToken.None);

        Assert.That(info.ServerVersion, Is.EqualTo("8.0.0"));
    }

    [Test]
    public async Task A_cluster_that_is_not_in_DNS_is_said_not_to_exist()
    {
        await using var channel = DriverChannel.Create("mongodb+srv://user:pencil@nowhere.0.0.1/shop?serverSelectionTimeoutMS=300");

        var failure = Assert.CatchAsync<DatabaseException>(async () => await channel.ConnectAsync(CancellationToken.None));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.ServerUnavailable));
        Assert.That(failure.Message, Does.Contain("no server of 'nowhere.0.0.1' was found in DNS").And.Contain("'_mongodb._tcp.HOST'").And.Not.Contain("pencil"));
    }
}
