using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Migrations.TestKit;

/// <summary>An authority made for one test, and certificates signed by it.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly X509Certificate2 _authority;

    /// <summary>Makes the authority.</summary>
    public TestCertificates(string name = "Migrations test authority")
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _authority = request.CreateSelfSigned(Start, Start.AddYears(50));
    }

    private static DateTimeOffset Start => new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The authority's certificate as PEM.</summary>
    public string AuthorityPem => _authority.ExportCertificatePem();

    /// <summary>A certificate with its key for a server of that name or address.</summary>
    public X509Certificate2 CreateServer(string host) => Create($"CN={host}", host, "1.3.6.1.5.5.7.3.1");

    /// <summary>A certificate with its key for a client.</summary>
    public X509Certificate2 CreateClient(string name) => Create($"CN={name}", null, "1.3.6.1.5.5.7.3.2");

    /// <inheritdoc />
    public void Dispose() => _authority.Dispose();

    private X509Certificate2 Create(string subject, string? host, string usage)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: false));
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        using var certificate = request.Create(_authority, Start, Start.AddYears(40), RandomNumberGenerator.GetBytes(8));
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }
}
