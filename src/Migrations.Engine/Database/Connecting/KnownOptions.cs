namespace Migrations.Engine.Database.Connecting;

// The options that MongoDB.Driver 3.14 reads, and those for files of certificates, which are read here. The driver silently ignores any other.
internal static class KnownOptions
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "appname", "authMechanism", "authMechanismProperties", "authSource", "compressors", "connect", "connectTimeout", "connectTimeoutMS", "directConnection",
        "enableOverloadRetargeting", "fsync", "gssapiServiceName", "heartbeatFrequency", "heartbeatFrequencyMS", "heartbeatInterval", "heartbeatIntervalMS",
        "heartbeatTimeout", "heartbeatTimeoutMS", "ipv6", "j", "journal", "loadBalanced", "localThreshold", "localThresholdMS", "maxAdaptiveRetries", "maxConnecting",
        "maxIdleTime", "maxIdleTimeMS", "maxLifeTime", "maxLifeTimeMS", "maxPoolSize", "maxStaleness", "maxStalenessSeconds", "minPoolSize", "proxyHost",
        "proxyPassword", "proxyPort", "proxyUsername", "readConcernLevel", "readPreference", "readPreferenceTags", "replicaSet", "retryReads", "retryWrites", "safe",
        "secondaryAcceptableLatency", "secondaryAcceptableLatencyMS", "serverMonitoringMode", "serverSelectionTimeout", "serverSelectionTimeoutMS", "slaveOk",
        "socketTimeout", "socketTimeoutMS", "srvAllowedHostsSuffix", "srvMaxHosts", "srvServiceName", "ssl", "sslVerifyCertificate", "timeout", "timeoutMS", "tls",
        "tlsDisableCertificateRevocationCheck", "tlsInsecure", "uuidRepresentation", "w", "waitQueueMultiple", "waitQueueSize", "waitQueueTimeout",
        "waitQueueTimeoutMS", "wtimeout", "wtimeoutMS", "zlibCompressionLevel",
    };

    private static readonly HashSet<string> Secrets = new(StringComparer.OrdinalIgnoreCase) { "authMechanismProperties", "proxyPassword", "tlsCertificateKeyFilePassword" };

    public static bool IsSecret(string name) => Secrets.Contains(name);

    public static bool Contains(string name) => Names.Contains(name) || TlsFiles.Options.Contains(name);
}
