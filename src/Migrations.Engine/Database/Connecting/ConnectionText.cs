using System.Text.RegularExpressions;
using MongoDB.Driver;

namespace Migrations.Engine.Database.Connecting;

// Reads a connection string. Nothing is shown of a string that cannot be read: if an '@' is missing or there is a '%' too many, any part of it may be the password.
internal static partial class ConnectionText
{
    public static ConnectionPlan Parse(string connectionString)
    {
        ArgumentNullException.ThrowIfNull(connectionString);
        var (url, settings) = Read(connectionString);
        if (url.W is WriteConcern.WCount { Value: 0 })
        {
            throw new MigrationException(
                MigrationErrorCode.UnsupportedConnectionOption,
                "The connection string says 'w=0': the server would not say whether a write was done, and no migration could be trusted. Nothing was done. Remove 'w', or write 'w=majority'.");
        }

        var options = ReadOptions(connectionString);
        TlsFiles.Apply(settings, options);
        return new ConnectionPlan(settings, url.DatabaseName, HostsOf(url))
        {
            Warnings = [.. UnknownOptions(options).Distinct(StringComparer.Ordinal)],
        };
    }

    // The driver only checks some values when it creates a client.
    public static MongoClient CreateClient(MongoClientSettings settings)
    {
        try
        {
            return OwnClient.Create(settings);
        }
        catch (ArgumentException e)
        {
            throw new MigrationException(
                MigrationErrorCode.InvalidConnectionString,
                $"The connection string cannot be used: MongoDB.Driver refuses {(e.ParamName is { } name ? $"the value of '{name}'" : "one of its values")}. Nothing was done. Correct the value, or remove the option.");
        }
    }

    private static (MongoUrl Url, MongoClientSettings Settings) Read(string text)
    {
        var shape = Shape().Match(text);
        if (!shape.Success)
        {
            throw Unreadable();
        }

        try
        {
            var url = new MongoUrl(text);
            return url.DatabaseName is { } name && name.Contains('@', StringComparison.Ordinal) ? throw Unreadable() : (url, MongoClientSettings.FromUrl(url));
        }
        catch (Exception e) when (e is MongoConfigurationException or FormatException or ArgumentException or OverflowException or InvalidOperationException or NotSupportedException)
        {
            // The driver's message quotes the string.
            throw Unreadable();
        }
    }

    // For mongodb+srv, the ports are in the DNS records.
    private static string HostsOf(MongoUrl url) => url.Scheme == MongoDB.Driver.Core.Configuration.ConnectionStringScheme.MongoDBPlusSrv
        ? url.Server.Host
        : string.Join(',', url.Servers.Select(s => s.ToString()));

    private static List<ConnectionOption> ReadOptions(string text)
    {
        var question = text.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? [] : [.. text[(question + 1)..].Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries).Select(ConnectionOption.Read)];
    }

    // An unencoded '&' in a password makes the rest of it look like an option.
    private static IEnumerable<string> UnknownOptions(List<ConnectionOption> options)
    {
        var secret = options.FindIndex(o => KnownOptions.IsSecret(o.Name));
        return from option in options.Index()
            where !KnownOptions.Contains(option.Item.Name)
            select Unknown(secret >= 0 && option.Index > secret ? "that is not shown, because it may be the rest of a password," : OptionName().IsMatch(option.Item.Name) ? $"'{option.Item.Name}'," : "whose name is invalid,");
    }

    private static string Unknown(string option) =>
        $"warning MIG{(int)MigrationErrorCode.UnknownConnectionOption:D4}: The connection string has an option {option} which MongoDB.Driver does not know. It has no effect. Correct its name, or remove it.";

    private static MigrationException Unreadable() => new(
        MigrationErrorCode.InvalidConnectionString,
        "The connection string cannot be read. Nothing was done, and none of it is shown, because any part of it may be the password. Write mongodb://user:password@host:port/database?option=value, with '@', ':', '/', '?', '#' and '%' in user and password percent-encoded.");

    // Hosts are names or addresses that are not followed by an '@': otherwise it is part of a password that was not encoded.
    [GeneratedRegex(@"^mongodb(\+srv)?://([^@/?#]*@)?(\[[0-9A-Fa-f:.%]+\]|[\p{L}\p{N}._-]+)(:[0-9]{1,5})?(,(\[[0-9A-Fa-f:.%]+\]|[\p{L}\p{N}._-]+)(:[0-9]{1,5})?)*(/[^@]*|\?[^@]*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();

    [GeneratedRegex("^[A-Za-z0-9]{1,40}$")]
    private static partial Regex OptionName();
}

// What a connection string says. Hosts are for messages: they hold no login.
internal sealed record ConnectionPlan(MongoClientSettings Settings, string? DatabaseName, string Hosts)
{
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

internal readonly record struct ConnectionOption(string Name, string Value)
{
    public static ConnectionOption Read(string pair)
    {
        var equals = pair.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? new ConnectionOption(pair, "") : new ConnectionOption(pair[..equals], Uri.UnescapeDataString(pair[(equals + 1)..]));
    }

    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}

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
