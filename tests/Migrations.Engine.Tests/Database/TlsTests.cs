using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using MongoDB.Bson;
using Migrations.TestKit;

namespace Migrations.Engine.Tests.Database;

public sealed class TlsTests
{
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000);

    [Test]
    public async Task A_server_whose_authority_is_named_is_trusted()
    {
        using var authority = new TestCertificates();
        using var certificate = authority.CreateServer("127.0.0.1");
        await using var server = new FakeServer(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        await using var channel = DriverChannel.Create($"{server.ConnectionString}?tls=true&tlsCAFile={Save(authority.AuthorityPem)}");
        var documents = Enumerable.Range(0, 20).Select(i => new BsonDocument { { "_id", i }, { "a", new byte[10_000] } });

        var info = await channel.ConnectAsync(CancellationToken.None);
        using var small = await channel.RunAsync(Commands.Insert(3), null, CancellationToken.None);
        using var large = await channel.RunAsync(Commands.Write("""{ "insert": "items" }""", "documents", documents), null, CancellationToken.None);

        Assert.That(info.ServerVersion, Is.EqualTo("8.0.0"));
        Assert.That((small.Document["n"].ToInt64(), large.Document["n"].ToInt64()), Is.EqualTo((3, 20)));
    }

    [Test]
    public async Task A_server_of_another_authority_is_not_trusted_unless_told_so()
    {
        using var authority = new TestCertificates();
        using var other = new TestCertificates("somebody else");
        using var certificate = authority.CreateServer("127.0.0.1");
        await using var server = new FakeServer(new SslServerAuthenticationOptions { ServerCertificate = certificate });

        Refused($"{server.ConnectionString}?tls=true&tlsCAFile={Save(other.AuthorityPem)}");
        Refused($"{server.ConnectionString}?tls=true&tlsCAFile={Save(other.AuthorityPem)}&tlsAllowInvalidHostnames=true");
        Refused($"{server.ConnectionString}?tls=true");
        await AcceptedAsync($"{server.ConnectionString}?tls=true&tlsAllowInvalidCertificates=true");
        await AcceptedAsync($"{server.ConnectionString}?tls=true&tlsInsecure=true");
    }

    [Test]
    public async Task A_server_of_another_name_is_not_trusted_unless_told_so()
    {
        using var authority = new TestCertificates();
        using var certificate = authority.CreateServer("db.example.net");
        await using var server = new FakeServer(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        var file = Save(authority.AuthorityPem);

        Refused($"{server.ConnectionString}?tls=true&tlsCAFile={file}");
        Refused($"{server.ConnectionString}?tls=true&tlsCAFile={file}&tlsAllowInvalidCertificates=true");
        await AcceptedAsync($"{server.ConnectionString}?tls=true&tlsCAFile={file}&tlsAllowInvalidHostnames=true");
    }

    [TestCase(null)]
    [TestCase("hunter2")]
    public async Task A_client_certificate_is_shown(string? password)
    {
        using var authority = new TestCertificates();
        using var certificate = authority.CreateServer("127.0.0.1");
        using var client = authority.CreateClient("migrations");
        var seen = new TaskCompletionSource<string>();
        await using var server = new FakeServer(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && (seen.TrySetResult(shown.Subject) || true),
        });
        using var key = client.GetECDsaPrivateKey()!;
        var keyPem = password is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(password, Encryption);
        var file = Save(client.ExportCertificatePem() + "\n" + keyPem);

        await AcceptedAsync($"{server.ConnectionString}?tls=true&tlsCAFile={Save(authority.AuthorityPem)}&tlsCertificateKeyFile={file}{(password is null ? "" : $"&tlsCertificateKeyFilePassword={password}")}");

        Assert.That(await seen.Task, Is.EqualTo("CN=migrations"));
    }

    [Test]
    public async Task A_client_certificate_logs_in()
    {
        using var authority = new TestCertificates();
        using var certificate = authority.CreateServer("127.0.0.1");
        using var client = authority.CreateClient("migrations");
        using var key = client.GetECDsaPrivateKey()!;
        await using var server = new FakeServer(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is { Subject: "CN=migrations" },
        });
        server.ReplyAlways("authenticate", _ => BsonDocument.Parse("""{ "ok": 1, "dbname": "$external", "user": "CN=migrations" }"""));
        var file = Save(client.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());

        await AcceptedAsync($"{server.ConnectionString}?tls=true&tlsCAFile={Save(authority.AuthorityPem)}&tlsCertificateKeyFile={file}&authMechanism=MONGODB-X509&authSource=%24external");

        Assert.That(server.RequestsOf("authenticate").Select(a => a.Document["mechanism"].AsString), Has.All.EqualTo("MONGODB-X509").And.Not.Empty);
    }

    [TestCase("tlsCAFile")]
    [TestCase("tlsCertificateKeyFile")]
    public async Task A_file_that_cannot_be_read_is_named(string option)
    {
        await using var server = new FakeServer();
        var missing = Path.Combine(TestContext.CurrentContext.WorkDirectory, "missing.pem");

        var failure = Failure($"{server.ConnectionString}?tls=true&{option}={Uri.EscapeDataString(missing)}");

        Assert.That(failure.Message, Does.Contain(option).And.Contain("missing.pem"));
    }

    [Test]
    public async Task A_wrong_password_of_the_key_is_an_error_that_does_not_show_it()
    {
        using var authority = new TestCertificates();
        using var client = authority.CreateClient("migrations");
        using var key = client.GetECDsaPrivateKey()!;
        await using var server = new FakeServer();
        var file = Save(client.ExportCertificatePem() + "\n" + key.ExportEncryptedPkcs8PrivateKeyPem("right", Encryption));

        var failure = Failure($"{server.ConnectionString}?tls=true&tlsCertificateKeyFile={file}&tlsCertificateKeyFilePassword=hunter2");

        Assert.That(failure.ToString(), Does.Contain("tlsCertificateKeyFile").And.Not.Contain("hunter2"));
    }

    [Test]
    public async Task A_server_without_TLS_is_an_error_that_names_the_server()
    {
        await using var server = new FakeServer();
        await using var channel = DriverChannel.Create($"{server.ConnectionString}?tls=true&serverSelectionTimeoutMS=500&connectTimeoutMS=300");

        Assert.That(async () => await channel.ConnectAsync(CancellationToken.None), Throws.InstanceOf<DatabaseException>().With.Message.Contains(server.Address));
    }

    [Test]
    public async Task A_server_that_wants_TLS_is_an_error_that_says_so()
    {
        using var authority = new TestCertificates();
        using var certificate = authority.CreateServer("127.0.0.1");
        await using var server = new FakeServer(new SslServerAuthenticationOptions { ServerCertificate = certificate });
        await using var channel = DriverChannel.Create($"{server.ConnectionString}?serverSelectionTimeoutMS=500&connectTimeoutMS=300");

        Assert.That(async () => await channel.ConnectAsync(CancellationToken.None), Throws.InstanceOf<DatabaseException>().With.Message.Contains("'tls'"));
    }

    private static async Task AcceptedAsync(string connectionString)
    {
        await using var channel = DriverChannel.Create(connectionString);
        var info = await channel.ConnectAsync(CancellationToken.None);
        Assert.That(info.ServerVersion, Is.EqualTo("8.0.0"));
    }

    private static void Refused(string connectionString)
    {
        var failure = Failure(connectionString);
        Assert.That(failure.Message, Does.Contain("encrypted connection"));
        Assert.That(failure.Code, Is.EqualTo(MigrationErrorCode.TlsFailed));
    }

    private static MigrationException Failure(string connectionString) => Assert.CatchAsync<MigrationException>(async () =>
    {
        await using var channel = DriverChannel.Create(connectionString + "&serverSelectionTimeoutMS=800");
        await channel.ConnectAsync(CancellationToken.None);
    })!;

    private static string Save(string pem)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.pem");
        File.WriteAllText(path, pem);
        return Uri.EscapeDataString(path);
    }
}
