using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MongoDB.Bson;

namespace Migrations.TestKit;

/// <summary>The server's side of SCRAM, for a <see cref="FakeServer"/>.</summary>
public sealed class FakeLogin
{
    private static readonly byte[] Salt = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];
    private readonly ConcurrentDictionary<int, Exchange> _exchanges = new();

    /// <summary>The password as it goes into the key derivation.</summary>
    public required string PreparedPassword { get; init; }

    /// <summary>SCRAM-SHA-1 or SCRAM-SHA-256.</summary>
    public string Mechanism { get; init; } = "SCRAM-SHA-256";

    /// <summary>The mechanisms that hello lists; null leaves the list out.</summary>
    public IReadOnlyList<string>? Listed { get; init; } = ["SCRAM-SHA-1", "SCRAM-SHA-256"];

    /// <summary>Whether the guess inside hello is answered.</summary>
    public bool Speculates { get; init; } = true;

    /// <summary>Whether the last, empty exchange is left out.</summary>
    public bool SkipsEmptyExchange { get; init; } = true;

    /// <summary>How often the password is hashed.</summary>
    public int Iterations { get; init; } = 4096;

    /// <summary>Whether the server gives a wrong proof of its own.</summary>
    public bool IsImpostor { get; init; }

    /// <summary>Logins that came through.</summary>
    public int Successes { get; private set; }

    /// <summary>Makes the server ask for this login.</summary>
    public FakeLogin On(FakeServer server)
    {
        ArgumentNullException.ThrowIfNull(server);
        server.ReplyAlways("isMaster", request => Greet(server, request));
        server.ReplyAlways("saslStart", Start);
        server.ReplyAlways("saslContinue", Continue);
        return this;
    }

    private static BsonDocument Failure() => new() { { "ok", 0 }, { "code", 18 }, { "codeName", "AuthenticationFailed" }, { "errmsg", "Authentication failed." } };

    private static string Payload(BsonDocument command) => Encoding.UTF8.GetString(command["payload"].AsByteArray);

    private static BsonDocument Answer(string payload, bool done) =>
        new() { { "conversationId", 1 }, { "done", done }, { "payload", new BsonBinaryData(Encoding.UTF8.GetBytes(payload)) }, { "ok", 1.0 } };

    private BsonDocument Greet(FakeServer server, FakeRequest request)
    {
        var hello = server.Hello();
        if (Listed is not null && request.Document.Contains("saslSupportedMechs"))
        {
            hello.Set("saslSupportedMechs", new BsonArray(Listed.Select(m => (BsonValue)m)));
        }

        if (Speculates && request.Document.TryGetValue("speculativeAuthenticate", out var guess) && guess.AsBsonDocument["mechanism"].AsString == Mechanism)
        {
            hello.Set("speculativeAuthenticate", Start(request with { Document = guess.AsBsonDocument }));
        }

        return hello;
    }

    private BsonDocument Start(FakeRequest request)
    {
        if (request.Document["mechanism"].AsString != Mechanism)
        {
            return Failure();
        }

        var bare = Payload(request.Document)[3..];
        var nonce = bare[(bare.IndexOf(",r=", StringComparison.Ordinal) + 3)..] + "server";
        var first = $"r={nonce},s={Convert.ToBase64String(Salt)},i={Iterations}";
        _exchanges[request.Connection] = new Exchange(bare, first);
        return Answer(first, done: false);
    }

    private BsonDocument Continue(FakeRequest request)
    {
        var payload = Payload(request.Document);
        if (payload.Length == 0)
        {
            Successes++;
            return Answer("", done: true);
        }

        var exchange = _exchanges[request.Connection];
        var hash = Mechanism == "SCRAM-SHA-1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        var length = Mechanism == "SCRAM-SHA-1" ? 20 : 32;
#pragma warning disable CA5379, CA5387 // The protocol prescribes both; this is a server for tests.
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(PreparedPassword), Salt, Iterations, hash, length);
#pragma warning restore CA5379, CA5387
        var proof = payload.IndexOf(",p=", StringComparison.Ordinal);
        var message = Encoding.UTF8.GetBytes($"{exchange.ClientFirst},{exchange.ServerFirst},{payload[..proof]}");
        var clientKey = CryptographicOperations.HmacData(hash, salted, "Client Key"u8.ToArray());
        var storedKey = CryptographicOperations.HashData(hash, clientKey);
        var signature = CryptographicOperations.HmacData(hash, storedKey, message);
        var given = Convert.FromBase64String(payload[(proof + 3)..]);
        var key = given.Zip(signature, (a, b) => (byte)(a ^ b)).ToArray();
        if (!CryptographicOperations.HashData(hash, key).SequenceEqual(storedKey))
        {
            return Failure();
        }

        var serverSignature = CryptographicOperations.HmacData(hash, CryptographicOperations.HmacData(hash, salted, "Server Key"u8.ToArray()), message);
        if (IsImpostor)
        {
            serverSignature[0] ^= 1;
        }

        Successes += SkipsEmptyExchange ? 1 : 0;
        return Answer($"v={Convert.ToBase64String(serverSignature)}", done: SkipsEmptyExchange);
    }

    private sealed record Exchange(string ClientFirst, string ServerFirst);
}
