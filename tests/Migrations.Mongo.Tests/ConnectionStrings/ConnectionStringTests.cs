namespace Migrations.Mongo.Tests;

public sealed class ConnectionStringTests
{
    [TestCase("tlsInsecure=true&tlsAllowInvalidCertificates=false")]
    [TestCase("tlsInsecure=true&tlsAllowInvalidHostnames=true")]
    [TestCase("tlsInsecure=true&tlsDisableOCSPEndpointCheck=true")]
    [TestCase("tlsInsecure=true&tlsDisableCertificateRevocationCheck=true")]
    [TestCase("tlsAllowInvalidCertificates=true&tlsDisableOCSPEndpointCheck=true")]
    [TestCase("tlsAllowInvalidCertificates=true&tlsDisableCertificateRevocationCheck=true")]
    [TestCase("tlsDisableOCSPEndpointCheck=true&tlsDisableCertificateRevocationCheck=true")]
    [TestCase("tls=true&ssl=false")]
    [TestCase("srvMaxHosts=1")]
    [TestCase("srvServiceName=mongo")]
    [TestCase("w=0&journal=true")]
    [TestCase("maxStalenessSeconds=120")]
    [TestCase("readPreference=primary&readPreferenceTags=dc:ny")]
    public void Options_that_contradict_each_other_are_an_error(string options)
    {
        Assert.That(() => ConnectionString.Parse($"mongodb://host/?{options}"), Fails(MigrationErrorCode.InvalidConnectionString));
    }

    [TestCase("")]
    [TestCase("host:27017")]
    [TestCase("http://host")]
    [TestCase("mongodb://")]
    [TestCase("mongodb://host:0")]
    [TestCase("mongodb://host:65536")]
    [TestCase("mongodb://host:-1")]
    [TestCase("mongodb://host:abc")]
    [TestCase("mongodb://host:")]
    [TestCase("mongodb://a,,b")]
    [TestCase("mongodb://a:1:2")]
    [TestCase("mongodb://[::1")]
    [TestCase("mongodb:///tmp/mongodb-27017.sock")]
    [TestCase("mongodb://host/a b")]
    [TestCase("mongodb://host/a%24b")]
    [TestCase("mongodb://host/?w")]
    [TestCase("mongodb://a,b/?directConnection=true")]
    public void A_malformed_string_is_an_error(string text)
    {
        Assert.That(() => ConnectionString.Parse(text), Fails(MigrationErrorCode.InvalidConnectionString));
    }

    [TestCase("mongodb+srv://cluster.example.net/shop", "mongodb:// form")]
    [TestCase("mongodb://host/?loadBalanced=true", "loadBalanced")]
    [TestCase("mongodb://host/?proxyHost=proxy", "proxyHost")]
    [TestCase("mongodb://host/?timeoutMS=5", "socketTimeoutMS")]
    [TestCase("mongodb://host/?w=0", "outcome")]
    [TestCase("mongodb://u@host/?authMechanism=GSSAPI", "SCRAM-SHA-256")]
    public void What_is_not_built_in_is_refused_by_name(string text, string part)
    {
        Assert.That(() => ConnectionString.Parse(text), Fails(MigrationErrorCode.UnsupportedConnectionOption).With.Message.Contains(part));
    }

    // Each of these is what a password looks like that was not URL encoded.
    [TestCase("mongodb://alice:se/cret@host/shop")]
    [TestCase("mongodb://alice:se?cret=1@host/shop")]
    [TestCase("mongodb://alice:27017?cret=se@host/shop")]
    [TestCase("mongodb://alice:se@cret?secret=se@host/shop")]
    [TestCase("mongodb://alice:se:cret@host/shop")]
    [TestCase("mongodb://alice:se%cret@host/shop")]
    [TestCase("mongodb://alice:secret@host:cret/shop")]
    public void No_part_of_a_password_appears_in_a_message(string text)
    {
        var failure = Assert.Catch<MigrationException>(() => ConnectionString.Parse(text));

        Assert.That(failure.Message, Does.Not.Contain("cret").And.Not.Contain("alice").And.Contain("URL encoded"));
    }

    [Test]
    public void The_redacted_string_has_no_password_and_no_secret_option()
    {
        var parsed = ConnectionString.Parse("mongodb://al%40ice:s%2Fecret@db1,db2:27018/shop?tls=true&tlsCertificateKeyFilePassword=hunter2&token=abc&w=majority");

        Assert.That(parsed.Redacted, Is.EqualTo("mongodb://al%40ice:***@db1:27017,db2:27018/shop?tls=true&tlsCertificateKeyFilePassword=***&token=***&w=majority"));
        Assert.That(parsed.ToString(), Is.EqualTo(parsed.Redacted));
        Assert.That(parsed.Settings.ToString(), Does.Not.Contain("s/ecret").And.Not.Contain("hunter2"));
        Assert.That(string.Concat(parsed.Warnings), Does.Not.Contain("abc"));
    }

    [TestCase("readPreference=secondary", "primary")]
    [TestCase("serverMonitoringMode=stream", "polled")]
    [TestCase("compressors=zlib", "not compressed")]
    [TestCase("tlsCAFile=ca.pem", "not encrypted")]
    [TestCase("wtimeout=5", "older name")]
    [TestCase("retryWrites=yes", "old word")]
    [TestCase("nonsense=1", "not known")]
    public void What_has_no_effect_is_said_in_a_warning(string options, string part)
    {
        var warnings = ConnectionString.Parse($"mongodb://host/?{options}").Warnings;

        Assert.That(warnings, Has.Some.Contains(part));
    }

    [Test]
    public void Options_reach_the_settings()
    {
        var settings = ConnectionString.Parse(
            "mongodb://HOST/?connectTimeoutMS=0&socketTimeoutMS=5000&heartbeatFrequencyMS=600&serverSelectionTimeoutMS=7&maxPoolSize=0&minPoolSize=3&maxConnecting=4"
            + "&maxIdleTimeMS=9&w=2&journal=true&wTimeoutMS=8&readConcernLevel=majority&retryReads=false&retryWrites=false&appname=shop&tls=true&tlsInsecure=true").Settings;

        Assert.Multiple(() =>
        {
            Assert.That(settings.Hosts[0].Host, Is.EqualTo("host"));
            Assert.That(settings.ConnectTimeout, Is.EqualTo(Timeout.InfiniteTimeSpan));
            Assert.That(settings.SocketTimeout, Is.EqualTo(TimeSpan.FromSeconds(5)));
            Assert.That(settings.HeartbeatInterval, Is.EqualTo(TimeSpan.FromMilliseconds(600)));
            Assert.That(settings.ServerSelectionTimeout, Is.EqualTo(TimeSpan.FromMilliseconds(7)));
            Assert.That((settings.MaxPoolSize, settings.MinPoolSize, settings.MaxConnecting), Is.EqualTo((int.MaxValue, 3, 4)));
            Assert.That(settings.MaxIdleTime, Is.EqualTo(TimeSpan.FromMilliseconds(9)));
            Assert.That(settings.WriteConcern, Is.EqualTo(new ConnectionStrings.WriteConcernSettings { W = 2, Journal = true, Timeout = TimeSpan.FromMilliseconds(8) }));
            Assert.That(settings.ReadConcernLevel, Is.EqualTo("majority"));
            Assert.That((settings.RetryReads, settings.RetryWrites), Is.EqualTo((false, false)));
            Assert.That(settings.ApplicationName, Is.EqualTo("shop"));
            Assert.That(settings.Tls is { AllowInvalidCertificates: true, AllowInvalidHostnames: true, DisableRevocationCheck: true }, Is.True);
        });
    }

    [Test]
    public void An_application_name_that_no_server_takes_is_an_error()
    {
        Assert.That(() => MongoChannel.Create($"mongodb://host/?appname={new string('a', 129)}"), Fails(MigrationErrorCode.InvalidConnectionString));
    }

    private static NUnit.Framework.Constraints.EqualConstraint<MigrationErrorCode> Fails(MigrationErrorCode code) =>
        Throws.InstanceOf<MigrationException>().With.Property(nameof(MigrationException.Code)).EqualTo(code);
}
