using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Transport;

internal sealed class TlsClient(TlsSettings settings)
{
    private static readonly TimeSpan RevocationTimeout = TimeSpan.FromSeconds(3);
    private readonly Lazy<X509Certificate2Collection?> _authorities = new(() => CertificateFiles.ReadAuthorities(settings.AuthorityFile));
    private readonly Lazy<SslStreamCertificateContext?> _certificate = new(() => CertificateFiles.ReadClientCertificate(settings));

    public async Task<SslStream> AuthenticateAsync(Socket socket, string host, CancellationToken cancellationToken)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: false), leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(Options(host), cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch (AuthenticationException e)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new MongoException(
                MigrationErrorCode.TlsFailed,
                $"The encrypted connection to '{host}' was refused: {e.Message} Nothing was sent. Check the server's certificate, its host name, and 'tlsCAFile'.",
                e);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private SslClientAuthenticationOptions Options(string host) => new()
    {
        TargetHost = host,
        CertificateChainPolicy = ChainPolicy(),
        ClientCertificateContext = _certificate.Value,
        RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsAcceptable(certificate is not null, errors),
    };

    // A revoked certificate is refused; one whose state cannot be learnt is accepted, as most private authorities publish no list.
    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = settings.DisableRevocationCheck ? X509RevocationMode.NoCheck : X509RevocationMode.Online,
            UrlRetrievalTimeout = RevocationTimeout,
            VerificationFlags = X509VerificationFlags.IgnoreEndRevocationUnknown
                | X509VerificationFlags.IgnoreCertificateAuthorityRevocationUnknown
                | X509VerificationFlags.IgnoreRootRevocationUnknown,
        };
        if (_authorities.Value is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }

    private bool IsAcceptable(bool hasCertificate, SslPolicyErrors errors)
    {
        var remaining = errors;
        if (settings.AllowInvalidCertificates)
        {
            remaining &= ~SslPolicyErrors.RemoteCertificateChainErrors;
        }

        if (settings.AllowInvalidHostnames)
        {
            remaining &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        }

        return hasCertificate && remaining == SslPolicyErrors.None;
    }
}
