using System.Security.Cryptography;
using System.Text;
using Migrations.Channel;

namespace Migrations.Mongo.Authentication;

// What differs between SCRAM-SHA-1 and SCRAM-SHA-256.
internal sealed class ScramMechanism
{
    public static readonly ScramMechanism Sha1 = new("SCRAM-SHA-1", HashAlgorithmName.SHA1, 20, PrepareLegacy);
    public static readonly ScramMechanism Sha256 = new("SCRAM-SHA-256", HashAlgorithmName.SHA256, 32, (_, password) => SaslPrep.Prepare(password));

    private readonly Func<string, string, string> _prepare;

    private ScramMechanism(string name, HashAlgorithmName hash, int keyLength, Func<string, string, string> prepare)
    {
        Name = name;
        Hash = hash;
        KeyLength = keyLength;
        _prepare = prepare;
    }

    public string Name { get; }

    public HashAlgorithmName Hash { get; }

    public int KeyLength { get; }

    public static ScramMechanism Named(string name) => name == Sha1.Name ? Sha1 : Sha256;

    public byte[] PreparePassword(string userName, string password) => Encoding.UTF8.GetBytes(_prepare(userName, password));

    // The password of MongoDB's oldest login, which SCRAM-SHA-1 goes on using.
    private static string PrepareLegacy(string userName, string password)
    {
        try
        {
#pragma warning disable CA5351 // The protocol prescribes MD5; what protects the password is the key derivation behind it.
            return Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes($"{userName}:mongo:{password}")));
#pragma warning restore CA5351
        }
        catch (CryptographicException e)
        {
            throw new MongoException(
                MigrationErrorCode.AuthenticationFailed,
                $"SCRAM-SHA-1 needs MD5, which this machine's policy (FIPS) forbids. User '{userName}' was not logged in. Give the user SCRAM-SHA-256 credentials on the server.",
                e);
        }
    }
}
