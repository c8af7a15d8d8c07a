using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Migrations.Mongo.Authentication;

internal sealed record ScramKeys(byte[] ClientKey, byte[] ServerKey)
{
    public static ScramKeys Derive(ScramMechanism mechanism, byte[] password, byte[] salt, int iterations)
    {
#pragma warning disable CA5379 // Which hash is used is the server's choice; SHA-256 is preferred wherever it is offered.
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, salt, iterations, mechanism.Hash, mechanism.KeyLength);
#pragma warning restore CA5379
        return new ScramKeys(
            CryptographicOperations.HmacData(mechanism.Hash, salted, "Client Key"u8.ToArray()),
            CryptographicOperations.HmacData(mechanism.Hash, salted, "Server Key"u8.ToArray()));
    }
}

// Deriving keys takes milliseconds on purpose; a pool that opens a hundred connections should pay once.
internal sealed class ScramKeyCache
{
    private readonly ConcurrentDictionary<(string Mechanism, string Password, string Salt, int Iterations), ScramKeys> _keys = new();

    public ScramKeys Get(ScramMechanism mechanism, byte[] password, byte[] salt, int iterations)
    {
        // The password's hash and not the password: a memory dump should not show it here.
        var key = (mechanism.Name, Convert.ToBase64String(SHA256.HashData(password)), Convert.ToBase64String(salt), iterations);
        return _keys.GetOrAdd(key, _ => ScramKeys.Derive(mechanism, password, salt, iterations));
    }
}
