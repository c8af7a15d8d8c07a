using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Migrations.Channel;

namespace Migrations.Mongo.Authentication;

// The three messages of RFC 5802 as text. Knows no connection.
internal sealed class ScramConversation(ScramMechanism mechanism, string userName, string password, ScramKeyCache cache, string? nonce = null)
{
    private const int MinIterations = 4096;

    // Servers ask for some ten thousand. A count without bound would let a false server keep us busy for hours.
    private const int MaxIterations = 10_000_000;
    private readonly string _nonce = nonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
    private byte[] _serverSignature = [];

    public ScramMechanism Mechanism => mechanism;

    private string ClientFirstBare => $"n={userName.Replace("=", "=3D", StringComparison.Ordinal).Replace(",", "=2C", StringComparison.Ordinal)},r={_nonce}";

    public string ClientFirst() => "n,," + ClientFirstBare;

    public string ClientFinal(string serverFirst)
    {
        var fields = Fields(serverFirst);
        var combined = Field(fields, 'r');
        if (!combined.StartsWith(_nonce, StringComparison.Ordinal) || combined.Length == _nonce.Length)
        {
            throw Failed("it did not answer to our nonce");
        }

        if (!int.TryParse(Field(fields, 'i'), NumberStyles.None, CultureInfo.InvariantCulture, out var iterations) || iterations < MinIterations)
        {
            throw Failed($"it asks for fewer than {MinIterations} iterations, which would make the password easy to guess");
        }

        if (iterations > MaxIterations)
        {
            throw Failed($"it asks for more than {MaxIterations} iterations, which no server needs");
        }

        var withoutProof = $"c=biws,r={combined}";
        var message = Encoding.UTF8.GetBytes($"{ClientFirstBare},{serverFirst},{withoutProof}");
        var keys = cache.Get(mechanism, mechanism.PreparePassword(userName, password), Salt(Field(fields, 's')), iterations);
        var signature = CryptographicOperations.HmacData(mechanism.Hash, CryptographicOperations.HashData(mechanism.Hash, keys.ClientKey), message);
        for (var i = 0; i < signature.Length; i++)
        {
            signature[i] ^= keys.ClientKey[i];
        }

        _serverSignature = CryptographicOperations.HmacData(mechanism.Hash, keys.ServerKey, message);
        return $"{withoutProof},p={Convert.ToBase64String(signature)}";
    }

    // Proves that the server knows the password too. Without this anybody could pose as the server.
    public void CheckServerFinal(string serverFinal)
    {
        var fields = Fields(serverFinal);
        if (fields.TryGetValue('e', out var error))
        {
            throw Failed($"it answered '{error}'");
        }

        var signature = new byte[mechanism.KeyLength];
        if (!Convert.TryFromBase64String(Field(fields, 'v'), signature, out var length)
            || !CryptographicOperations.FixedTimeEquals(signature.AsSpan(0, length), _serverSignature))
        {
            throw Failed("it could not prove that it knows the password");
        }
    }

    private static Dictionary<char, string> Fields(string message)
    {
        var fields = new Dictionary<char, string>();
        foreach (var part in message.Split(','))
        {
            if (part.Length >= 2 && part[1] == '=')
            {
                fields[part[0]] = part[2..];
            }
        }

        return fields;
    }

    private byte[] Salt(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw Failed("its salt is not base64");
        }
    }

    private string Field(Dictionary<char, string> fields, char name) => fields.TryGetValue(name, out var value) ? value : throw Failed($"its message has no field '{name}'");

    private MongoException Failed(string reason) => new(
        MigrationErrorCode.AuthenticationFailed,
        $"The login of user '{userName}' with {mechanism.Name} was broken off because of the server: {reason}. The connection was closed. Check that host and port lead to the server that you mean.");
}
