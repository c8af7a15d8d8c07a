using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Tests;

// The suites connection-string, uri-options and auth-uri, every file that is found of them.
public sealed class ConnectionStringSpecTests
{
    // What the built-in client refuses on purpose, although the specification calls it valid.
    private static readonly (string Part, string Reason)[] Refused =
    [
        ("&authMechanism=GSSAPI", "Kerberos is not built in"),
        ("&authMechanism=MONGODB-AWS", "AWS logins are not built in"),
        ("&authMechanism=MONGODB-OIDC", "OIDC is not built in"),
        ("&authMechanism=MONGODB-X509", "X.509 logins are not built in"),
        ("&authMechanism=PLAIN", "LDAP logins are not built in"),
        ("&proxyHost=", "SOCKS5 is not built in"),
        ("&loadBalanced=true", "load balancers are not built in"),
        ("&timeoutMS=", "client-side operation timeouts are not built in"),
        ("mongodb+srv://", "SRV records are not looked up"),
        ("&w=0", "a migration must know the outcome of its writes"),
    ];

    [TestCase("connection-string")]
    [TestCase("uri-options")]
    [TestCase("auth-uri")]
    public void The_suite_is_there(string suite)
    {
        SpecTestFolder.InsistOn(suite);

        Assert.That(SpecTestFolder.Load(suite), Is.Not.Empty);
    }

    [TestCaseSource(nameof(ConnectionStringCases))]
    public void The_suite_connection_string_holds(BsonDocument test) => Check(test);

    [TestCaseSource(nameof(UriOptionsCases))]
    public void The_suite_uri_options_holds(BsonDocument test) => Check(test);

    [TestCaseSource(nameof(AuthUriCases))]
    public void The_suite_auth_uri_holds(BsonDocument test) => Check(test);

    private static IEnumerable<TestCaseData> ConnectionStringCases() => Cases("connection-string");

    private static IEnumerable<TestCaseData> UriOptionsCases() => Cases("uri-options");

    private static IEnumerable<TestCaseData> AuthUriCases() => Cases("auth-uri");

    private static IEnumerable<TestCaseData> Cases(string suite) =>
        SpecTestFolder.Load(suite).Select((c, i) => new TestCaseData(c.Test).SetArgDisplayNames($"{c.File} {i}: {c.Test["description"].AsString}"));

    private static void Check(BsonDocument test)
    {
        var uri = test["uri"].AsString;
        if (!test["valid"].AsBoolean)
        {
            Assert.That(() => ConnectionString.Parse(uri), Throws.InstanceOf<MigrationException>());
            return;
        }

        if (Refused.FirstOrDefault(r => uri.Replace('?', '&').Contains(r.Part, StringComparison.OrdinalIgnoreCase)) is { Part: not null })
        {
            Assert.That(
                () => ConnectionString.Parse(uri),
                Throws.InstanceOf<MigrationException>().With.Property(nameof(MigrationException.Code)).EqualTo(MigrationErrorCode.UnsupportedConnectionOption));
            return;
        }

        var parsed = ConnectionString.Parse(uri);

        if (test.TryGetValue("warning", out var warning) && !warning.IsBsonNull)
        {
            Assert.That(parsed.Options.Warnings.Count > 0, Is.EqualTo(warning.AsBoolean), string.Join(' ', parsed.Options.Warnings));
        }

        CheckHosts(test, parsed);
        CheckAuth(test, parsed);
        CheckCredential(test, parsed);
        CheckOptions(test, parsed);
    }

    private static void CheckHosts(BsonDocument test, ConnectionString parsed)
    {
        if (!test.TryGetValue("hosts", out var value) || value is not BsonArray hosts)
        {
            return;
        }

        var expected = hosts.Cast<BsonDocument>().Select(h => h["type"].AsString == "unix"
            ? ServerAddress.OfUnixSocket(h["host"].AsString)
            : ServerAddress.Of(h["host"].AsString, h["port"].IsBsonNull ? 27017 : (int)h["port"].ToInt64()));
        Assert.That(parsed.Settings.Hosts, Is.EqualTo(expected));
    }

    private static void CheckAuth(BsonDocument test, ConnectionString parsed)
    {
        if (!test.TryGetValue("auth", out var value) || value is not BsonDocument auth)
        {
            return;
        }

        Assert.That(parsed.DatabaseName, Is.EqualTo(Text(auth, "db")));
        if (Text(auth, "username") is { } user)
        {
            Assert.That(parsed.Settings.Credential?.UserName, Is.EqualTo(user));
            Assert.That(parsed.Settings.Credential?.Password, Is.EqualTo(Text(auth, "password")));
        }
    }

    private static void CheckCredential(BsonDocument test, ConnectionString parsed)
    {
        if (!test.TryGetValue("credential", out var value))
        {
            return;
        }

        var actual = parsed.Settings.Credential;
        if (value is not BsonDocument credential)
        {
            Assert.That(actual, Is.Null);
            return;
        }

        Assert.That(
            (actual?.UserName, actual?.Password, actual?.Source, actual?.Mechanism),
            Is.EqualTo((Text(credential, "username"), Text(credential, "password"), Text(credential, "source"), Text(credential, "mechanism"))));
    }

    private static void CheckOptions(BsonDocument test, ConnectionString parsed)
    {
        if (!test.TryGetValue("options", out var value) || value is not BsonDocument options)
        {
            return;
        }

        foreach (var option in options)
        {
            Assert.That(parsed.Options.Values.TryGetValue(option.Name, out var actual), Is.True, option.Name);
            Assert.That(ToBson(actual!), Is.EqualTo(option.Value), option.Name);
        }
    }

    private static BsonValue ToBson(object value) => value switch
    {
        int number => number,
        bool flag => flag,
        string[] list => new BsonArray(list.Select(i => (BsonValue)i)),
        IReadOnlyList<IReadOnlyDictionary<string, string>> tags => new BsonArray(tags.Select(ToDocument)),
        IReadOnlyDictionary<string, string> pairs => ToDocument(pairs),
        _ => (string)value,
    };

    private static BsonDocument ToDocument(IReadOnlyDictionary<string, string> pairs)
    {
        var document = new BsonDocument();
        foreach (var (name, value) in pairs)
        {
            document.Add(name, value);
        }

        return document;
    }

    private static string? Text(BsonDocument document, string name) => document.TryGetValue(name, out var value) && value.IsString ? value.AsString : null;
}
