namespace Migrations.Mongo.ConnectionStrings;

internal static class SettingsReader
{
    public static MongoClientSettings Read(ConnectionStringParts parts, IReadOnlyList<ServerAddress> hosts, ConnectionOptions options)
    {
        var settings = new MongoClientSettings
        {
            Hosts = hosts,
            Database = parts.Database,
            Credential = CredentialReader.Read(parts, options),
            Tls = ReadTls(options),
            ApplicationName = options.Text("appname"),
            ReplicaSet = options.Text("replicaSet"),
            DirectConnection = options.Boolean("directConnection") ?? false,
            ReadConcernLevel = options.Text("readConcernLevel"),
            RetryReads = options.Boolean("retryReads") ?? true,
            RetryWrites = options.Boolean("retryWrites") ?? true,
            EnableOverloadRetargeting = options.Boolean("enableOverloadRetargeting") ?? false,
            WriteConcern = new WriteConcernSettings
            {
                W = options.Values.GetValueOrDefault("w"),
                Journal = options.Boolean("journal"),
                Timeout = options.Milliseconds("wTimeoutMS"),
            },
        };
        return ReadPool(ReadTimes(settings, options), options);
    }

    private static MongoClientSettings ReadTimes(MongoClientSettings settings, ConnectionOptions options) => settings with
    {
        ConnectTimeout = Endless(options.Milliseconds("connectTimeoutMS")) ?? settings.ConnectTimeout,
        SocketTimeout = options.Milliseconds("socketTimeoutMS") is { Ticks: > 0 } limit ? limit : null,
        HeartbeatInterval = options.Milliseconds("heartbeatFrequencyMS") ?? settings.HeartbeatInterval,
        ServerSelectionTimeout = options.Milliseconds("serverSelectionTimeoutMS") ?? settings.ServerSelectionTimeout,
        LocalThreshold = options.Milliseconds("localThresholdMS") ?? settings.LocalThreshold,
        MaxIdleTime = options.Milliseconds("maxIdleTimeMS") is { Ticks: > 0 } idle ? idle : null,
        WaitQueueTimeout = options.Milliseconds("waitQueueTimeoutMS") is { Ticks: > 0 } wait ? wait : null,
    };

    private static MongoClientSettings ReadPool(MongoClientSettings settings, ConnectionOptions options)
    {
        var maximum = options.Number("maxPoolSize") ?? settings.MaxPoolSize;
        return settings with
        {
            MaxPoolSize = maximum == 0 ? int.MaxValue : maximum,
            MinPoolSize = Math.Min(options.Number("minPoolSize") ?? 0, maximum == 0 ? int.MaxValue : maximum),
            MaxConnecting = options.Number("maxConnecting") ?? settings.MaxConnecting,
            MaxAdaptiveRetries = options.Number("maxAdaptiveRetries") ?? settings.MaxAdaptiveRetries,
        };
    }

    // 0 means no limit.
    private static TimeSpan? Endless(TimeSpan? time) => time == TimeSpan.Zero ? Timeout.InfiniteTimeSpan : time;

    private static TlsSettings? ReadTls(ConnectionOptions options)
    {
        if ((options.Boolean("tls") ?? options.Boolean("ssl")) != true)
        {
            return null;
        }

        var insecure = options.Boolean("tlsInsecure") ?? false;
        return new TlsSettings
        {
            AuthorityFile = options.Text("tlsCAFile"),
            CertificateKeyFile = options.Text("tlsCertificateKeyFile"),
            CertificateKeyFilePassword = options.Text("tlsCertificateKeyFilePassword"),
            AllowInvalidCertificates = insecure || options.Boolean("tlsAllowInvalidCertificates") == true,
            AllowInvalidHostnames = insecure || options.Boolean("tlsAllowInvalidHostnames") == true,
            DisableRevocationCheck = insecure || options.Boolean("tlsDisableCertificateRevocationCheck") == true || options.Boolean("tlsDisableOCSPEndpointCheck") == true,
        };
    }
}
