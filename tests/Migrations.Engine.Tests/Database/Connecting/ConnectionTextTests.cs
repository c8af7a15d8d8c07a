using Migrations.Engine.Database;

namespace Migrations.Engine.Tests.Database.Connecting;

public sealed class ConnectionTextTests
{
    private const string Secret = "sesame";

    [TestCase("mongodb://admin:sesame%40host/shop")]
    [TestCase("mongodb://admin%3Asesame%40host/shop")]
    [TestCase("mongodb://admin:ses@ame@sesame/shop")]
    [TestCase("mongodb://admin:12/sesame@host/shop")]
    [TestCase("mongodb://admin:12?sesame@host/shop")]
    [TestCase("mongodb://admin:sesame#1@host/shop")]
    [TestCase("mongodb://admin:sesame@host:99999/shop")]
    [TestCase("mongodb://admin:sesame@host/shop?authMechanism=sesame")]
    [TestCase("mongodb://admin:sesame@host/shop?connectTimeoutMS=sesame")]
    [TestCase("mongo://admin:sesame@host/shop")]
    [TestCase("admin:sesame@host")]
    [TestCase("mongodb://host/shop?tlsCertificateKeyFilePassword=open&sesame")]
    [TestCase("mongodb://host/shop?tlsCertificateKeyFilePassword=open&sesame=")]
    [TestCase("sesame")]
    public void What_cannot_be_read_is_refused_and_no_part_of_it_is_shown(string connectionString)
    {
        var failure = Assert.Catch<MigrationException>(() => DriverChannel.Create(connectionString));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.InvalidConnectionString));
        Assert.That(failure.ToString(), Does.Not.Contain(Secret));
    }

    [Test]
    public void A_value_that_the_driver_refuses_later_is_named()
    {
        var failure = Assert.Catch<MigrationException>(() => DriverChannel.Create("mongodb://admin:sesame@host/shop?maxIdleTimeMS=-2"));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.InvalidConnectionString));
        Assert.That(failure.Message, Does.Contain("the value of 'maxIdleTime'").And.Not.Contain(Secret));
    }

    [TestCase("proxyHost=here&proxyUsername=me&proxyPassword")]
    [TestCase("tlsCertificateKeyFilePassword")]
    [TestCase("authMechanismProperties")]
    public async Task The_rest_of_a_password_is_not_shown_as_the_name_of_an_option(string option)
    {
        await using var channel = DriverChannel.Create($"mongodb://host/shop?befor=1&{option}=a:b&sesame=c");

        Assert.That(channel.Warnings, Has.Exactly(1).Contains("'befor'").And.Exactly(1).Contains("may be the rest of a password").And.Exactly(2).Items.And.None.Contains(Secret));
    }

    [Test]
    public void Writes_without_an_answer_are_refused()
    {
        var failure = Assert.Catch<MigrationException>(() => DriverChannel.Create("mongodb://admin:sesame@host/shop?w=0"));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.UnsupportedConnectionOption));
        Assert.That(failure.ToString(), Does.Not.Contain(Secret));
    }

    [Test]
    public async Task An_option_that_the_driver_does_not_know_is_warned_of_by_its_name_only()
    {
        await using var channel = DriverChannel.Create("mongodb://admin:sesame@host/shop?replicaset=rs0&replicaSett=sesame&tls=true");

        Assert.That(channel.Warnings, Has.Count.EqualTo(1));
        Assert.That(channel.Warnings[0], Does.StartWith("warning MIG1219: ").And.Contain("'replicaSett'").And.Not.Contain(Secret));
    }

    [Test]
    public async Task Hosts_and_database_are_reported_without_the_login()
    {
        await using var channel = DriverChannel.Create("mongodb://admin:sesame@a.example.net,b.example.net:27018,[::1]/shop?authSource=admin");

        Assert.That(channel.DatabaseName, Is.EqualTo("shop"));
        Assert.That(channel.Hosts, Is.EqualTo("a.example.net:27017,b.example.net:27018,[::1]:27017"));
        Assert.That(channel.Warnings, Is.Empty);
    }

    // What its records say only a DNS server knows; here stands what the driver is told to ask for.
    [Test]
    public async Task Hosts_may_stand_in_DNS()
    {
        await using var channel = DriverChannel.Create("mongodb+srv://admin:sesame@cluster.example.net/shop");

        Assert.That(channel.Client.Settings.Scheme, Is.EqualTo(MongoDB.Driver.Core.Configuration.ConnectionStringScheme.MongoDBPlusSrv));
        Assert.That(channel.Client.Settings.UseTls, Is.True);
        Assert.That((channel.Hosts, channel.DatabaseName), Is.EqualTo(("cluster.example.net", "shop")));
    }

    [Test]
    public void A_file_of_certificates_that_does_not_exist_is_named()
    {
        var failure = Assert.Catch<MigrationException>(() => DriverChannel.Create("mongodb://host/?tls=true&tlsCAFile=/nowhere/ca.pem"));

        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.TlsFailed));
        Assert.That(failure.Message, Does.Contain("/nowhere/ca.pem"));
    }
}
