using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Connecting;

// Files of certificates, as every other MongoDB client takes them from a connection string. The C# driver takes them in code only.
internal static class TlsFiles
{
    private const string AuthorityFile = "tlsCAFile";
    private const string KeyFile = "tlsCertificateKeyFile";
    private const string KeyFilePassword = "tlsCertificateKeyFilePassword";
    private const string AnyCertificate = "tlsAllowInvalidCertificates";
    private const string AnyHostname = "tlsAllowInvalidHostnames";

    public static IReadOnlySet<string> Options { get; } = new HashSet<string>([AuthorityFile, KeyFile, KeyFilePassword, AnyCertificate, AnyHostname], StringComparer.OrdinalIgnoreCase);

    public static void Apply(MongoClientSettings settings, IReadOnlyList<ConnectionOption> options)
    {
        var authorities = Value(options, AuthorityFile);
        var key = Value(options, KeyFile);
        var forgiven = (Says(options, AnyCertificate) ? SslPolicyErrors.RemoteCertificateChainErrors : SslPolicyErrors.None) | (Says(options, AnyHostname) ? SslPolicyErrors.RemoteCertificateNameMismatch : SslPolicyErrors.None);
        if (authorities is null && key is null && forgiven == SslPolicyErrors.None)
        {
            return;
        }

        var ssl = settings.SslSettings?.Clone() ?? new SslSettings();
        if (!settings.AllowInsecureTls && (authorities is not null || forgiven != SslPolicyErrors.None))
        {
            ssl.ServerCertificateValidationCallback = Judge(authorities is null ? null : ReadAuthorities(authorities), forgiven);
        }

        if (key is not null)
        {
            ssl.ClientCertificates = [ReadClientCertificate(key, Value(options, KeyFilePassword))];
        }

        settings.SslSettings = ssl;
    }

    private static string? Value(IReadOnlyList<ConnectionOption> options, string name) => options.Where(o => o.Is(name)).Select(o => o.Value).LastOrDefault();

    private static bool Says(IReadOnlyList<ConnectionOption> options, string name) => string.Equals(Value(options, name), "true", StringComparison.OrdinalIgnoreCase);

    // The machine's authorities are not used if others are named.
    private static RemoteCertificateValidationCallback Judge(X509Certificate2Collection? authorities, SslPolicyErrors forgiven) => (_, certificate, _, errors) =>
    {
        if (certificate is not X509Certificate2 server)
        {
            return false;
        }

        var remaining = authorities is null ? errors
            : IsIssuedBy(server, authorities) ? errors & ~SslPolicyErrors.RemoteCertificateChainErrors
            : errors | SslPolicyErrors.RemoteCertificateChainErrors;
        return (remaining & ~forgiven) == SslPolicyErrors.None;
    };

    private static bool IsIssuedBy(X509Certificate2 server, X509Certificate2Collection authorities)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // Most private authorities publish no revocation list.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(server);
    }

    private static X509Certificate2Collection ReadAuthorities(string path)
    {
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            return certificates.Count > 0 ? certificates : throw Unusable(AuthorityFile, path, "it has no certificate", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(AuthorityFile, path, e.Message, e);
        }
    }

    // One PEM file with the certificate and its key.
    private static X509Certificate2 ReadClientCertificate(string path, string? password)
    {
        try
        {
            var pem = File.ReadAllText(path);
            using var withKey = password is null ? X509Certificate2.CreateFromPem(pem, pem) : X509Certificate2.CreateFromEncryptedPem(pem, pem, password);
            // Windows cannot use a key that lives in memory only; PKCS#12 gives it one that is stored.
            return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable(KeyFile, path, e.Message, e);
        }
    }

    private static MigrationException Unusable(string option, string path, string reason, Exception? cause) => new(
        MigrationErrorCode.TlsFailed,
        $"The file '{path}' of '{option}' cannot be used: {reason.TrimEnd('.')}. Nothing was connected. Give a readable PEM file, and 'tlsCertificateKeyFilePassword' if its key is encrypted.",
        cause);
}
