namespace Migrations.Mongo.ConnectionStrings;

internal enum OptionKind
{
    Text,
    Number,
    Boolean,
    List,
    Tags,
    Properties,
    WriteConcern,
}

internal sealed record OptionDefinition(string Name, OptionKind Kind)
{
    public int Minimum { get; init; }

    public int Maximum { get; init; } = int.MaxValue;

    public IReadOnlyList<string> Choices { get; init; } = [];

    public bool IsSecret { get; init; }

    // Set for an older name: the option that stands for it now.
    public string? ReplacedBy { get; init; }
}

// Every option of the "URI options" specification, those included that are refused later with a message of their own.
internal static class OptionTable
{
    private static readonly Dictionary<string, OptionDefinition> Definitions = All().ToDictionary(d => d.Name, StringComparer.OrdinalIgnoreCase);

    public static OptionDefinition? Find(string name) => Definitions.GetValueOrDefault(name);

    private static IEnumerable<OptionDefinition> All() =>
    [
        Text("appname"),
        Text("authMechanism"),
        new("authMechanismProperties", OptionKind.Properties) { IsSecret = true },
        Text("authSource"),
        new("compressors", OptionKind.List),
        Number("connectTimeoutMS"),
        Boolean("directConnection"),
        Boolean("enableOverloadRetargeting"),
        Number("heartbeatFrequencyMS", 500),
        Boolean("journal"),
        Boolean("loadBalanced"),
        Number("localThresholdMS"),
        Number("maxAdaptiveRetries"),
        Number("maxConnecting", 1),
        Number("maxIdleTimeMS"),
        Number("maxPoolSize"),
        Number("maxStalenessSeconds", -1),
        Number("minPoolSize"),
        Text("proxyHost"),
        Number("proxyPort", 1, 65535),
        Text("proxyUsername"),
        Text("proxyPassword") with { IsSecret = true },
        Text("readConcernLevel"),
        Choice("readPreference", "primary", "primaryPreferred", "secondary", "secondaryPreferred", "nearest"),
        new("readPreferenceTags", OptionKind.Tags),
        Text("replicaSet"),
        Boolean("retryReads"),
        Boolean("retryWrites"),
        Choice("serverMonitoringMode", "auto", "stream", "poll"),
        Number("serverSelectionTimeoutMS"),
        Boolean("serverSelectionTryOnce"),
        Number("socketTimeoutMS"),
        Number("srvMaxHosts"),
        Text("srvServiceName"),
        Number("timeoutMS"),
        Boolean("tls"),
        Boolean("ssl"),
        Boolean("tlsAllowInvalidCertificates"),
        Boolean("tlsAllowInvalidHostnames"),
        Text("tlsCAFile"),
        Text("tlsCertificateKeyFile"),
        Text("tlsCertificateKeyFilePassword") with { IsSecret = true },
        Boolean("tlsDisableCertificateRevocationCheck"),
        Boolean("tlsDisableOCSPEndpointCheck"),
        Boolean("tlsInsecure"),
        new("w", OptionKind.WriteConcern),
        Number("waitQueueTimeoutMS"),
        Number("wTimeoutMS"),
        Number("wtimeout") with { ReplacedBy = "wTimeoutMS" },
        Number("zlibCompressionLevel", -1, 9),
    ];

    private static OptionDefinition Text(string name) => new(name, OptionKind.Text);

    private static OptionDefinition Boolean(string name) => new(name, OptionKind.Boolean);

    private static OptionDefinition Number(string name, int minimum = 0, int maximum = int.MaxValue) =>
        new(name, OptionKind.Number) { Minimum = minimum, Maximum = maximum };

    private static OptionDefinition Choice(string name, params string[] choices) => new(name, OptionKind.Text) { Choices = choices };
}
