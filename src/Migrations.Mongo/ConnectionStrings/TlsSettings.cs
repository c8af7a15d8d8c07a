namespace Migrations.Mongo.ConnectionStrings;

internal sealed class TlsSettings
{
    public string? AuthorityFile { get; init; }

    public string? CertificateKeyFile { get; init; }

    public string? CertificateKeyFilePassword { get; init; }

    public bool AllowInvalidCertificates { get; init; }

    public bool AllowInvalidHostnames { get; init; }

    public bool DisableRevocationCheck { get; init; }
}
