using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Transport;

internal static class CertificateFiles
{
    public static X509Certificate2Collection? ReadAuthorities(string? path)
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(path);
            return certificates.Count > 0 ? certificates : throw Unusable("tlsCAFile", path, "it holds no certificate", null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable("tlsCAFile", path, e.Message, e);
        }
    }

    // One PEM file with the certificate, its key, and any certificates between it and the authority.
    public static SslStreamCertificateContext? ReadClientCertificate(TlsSettings settings)
    {
        if (settings.CertificateKeyFile is not { } path)
        {
            return null;
        }

        try
        {
            var pem = File.ReadAllText(path);
            using var withKey = settings.CertificateKeyFilePassword is null
                ? X509Certificate2.CreateFromPem(pem, pem)
                : X509Certificate2.CreateFromEncryptedPem(pem, pem, settings.CertificateKeyFilePassword);
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(pem);
            return SslStreamCertificateContext.Create(Reimport(withKey), chain, offline: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Unusable("tlsCertificateKeyFile", path, e.Message, e);
        }
    }

    // Windows cannot use a key that lives in memory only; through PKCS#12 it gets a place.
    private static X509Certificate2 Reimport(X509Certificate2 certificate) =>
        X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);

    private static MongoException Unusable(string option, string path, string reason, Exception? cause) => new(
        MigrationErrorCode.TlsFailed,
        $"The file '{path}' of '{option}' cannot be used: {reason.TrimEnd('.')}. Nothing was connected. Give a readable PEM file, and 'tlsCertificateKeyFilePassword' if its key is encrypted.",
        cause);
}
