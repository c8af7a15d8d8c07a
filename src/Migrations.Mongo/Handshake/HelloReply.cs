using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;

namespace Migrations.Mongo.Handshake;

// The answer to hello, copied out of its buffer.
internal sealed record HelloReply
{
    public static readonly HelloReply None = new();

    public bool IsOk { get; init; }

    public string Error { get; init; } = "";

    public bool HelloOk { get; init; }

    public bool IsWritablePrimary { get; init; }

    public bool IsSecondary { get; init; }

    public bool IsArbiter { get; init; }

    public bool IsHidden { get; init; }

    public bool IsReplicaSetGhost { get; init; }

    public bool IsMongos { get; init; }

    public string? SetName { get; init; }

    public IReadOnlyList<ServerAddress> Hosts { get; init; } = [];

    public ServerAddress? Me { get; init; }

    public ServerAddress? Primary { get; init; }

    public long? SetVersion { get; init; }

    public ObjectId? ElectionId { get; init; }

    public TopologyVersion? TopologyVersion { get; init; }

    public int MinWireVersion { get; init; }

    public int MaxWireVersion { get; init; }

    public int MaxDocumentSize { get; init; } = 16 * 1024 * 1024;

    public int MaxMessageSize { get; init; } = 48_000_000;

    public int MaxWriteBatchSize { get; init; } = 100_000;

    public int? LogicalSessionTimeoutMinutes { get; init; }

    public bool SupportsSessions => LogicalSessionTimeoutMinutes is not null;

    public bool SupportsRetryableWrites => SupportsSessions && (SetName is not null || IsMongos);

    public IReadOnlyList<string>? SaslMechanisms { get; init; }

    public BsonDocument? SpeculativeAuthenticate { get; init; }

    public BsonDocument? ClusterTime { get; init; }

    public static HelloReply Read(RawBsonDocument raw)
    {
        var reply = raw.ToBsonDocument();
        return new HelloReply
        {
            IsOk = Flag(reply, "ok"),
            Error = Text(reply, "errmsg") ?? "",
            HelloOk = Flag(reply, "helloOk"),
            IsWritablePrimary = Flag(reply, "isWritablePrimary") || Flag(reply, "ismaster"),
            IsSecondary = Flag(reply, "secondary"),
            IsArbiter = Flag(reply, "arbiterOnly"),
            IsHidden = Flag(reply, "hidden"),
            IsReplicaSetGhost = Flag(reply, "isreplicaset"),
            IsMongos = Text(reply, "msg") == "isdbgrid",
            SetName = Text(reply, "setName"),
            Hosts = [.. Addresses(reply, "hosts"), .. Addresses(reply, "passives"), .. Addresses(reply, "arbiters")],
            Me = Address(reply, "me"),
            Primary = Address(reply, "primary"),
            SetVersion = Number(reply, "setVersion"),
            ElectionId = reply.TryGetValue("electionId", out var election) && election.BsonType == BsonType.ObjectId ? election.AsObjectId : null,
            TopologyVersion = TopologyVersion.Read(reply),
            MinWireVersion = (int)(Number(reply, "minWireVersion") ?? 0),
            MaxWireVersion = (int)(Number(reply, "maxWireVersion") ?? 0),
            MaxDocumentSize = (int)(Number(reply, "maxBsonObjectSize") ?? None.MaxDocumentSize),
            MaxMessageSize = (int)(Number(reply, "maxMessageSizeBytes") ?? None.MaxMessageSize),
            MaxWriteBatchSize = (int)(Number(reply, "maxWriteBatchSize") ?? None.MaxWriteBatchSize),
            LogicalSessionTimeoutMinutes = (int?)Number(reply, "logicalSessionTimeoutMinutes"),
            SaslMechanisms = reply.TryGetValue("saslSupportedMechs", out var mechanisms) && mechanisms is BsonArray list ? [.. list.Select(m => m.AsString)] : null,
            SpeculativeAuthenticate = Detached(reply, "speculativeAuthenticate"),
            ClusterTime = Detached(reply, "$clusterTime"),
        };
    }

    private static bool Flag(BsonDocument reply, string name) => reply.TryGetValue(name, out var value) && (value.IsNumeric ? value.ToDouble() is not 0 : value is BsonBoolean { Value: true });

    private static string? Text(BsonDocument reply, string name) => reply.TryGetValue(name, out var value) && value.IsString ? value.AsString : null;

    private static long? Number(BsonDocument reply, string name) => reply.TryGetValue(name, out var value) && value.IsNumeric ? value.ToInt64() : null;

    private static ServerAddress? Address(BsonDocument reply, string name) => Text(reply, name) is { Length: > 0 } text ? ServerAddress.Parse(text) : null;

    private static IEnumerable<ServerAddress> Addresses(BsonDocument reply, string name) =>
        reply.TryGetValue(name, out var value) && value is BsonArray list ? list.Where(h => h.IsString).Select(h => ServerAddress.Parse(h.AsString)) : [];

    // The tree would read from the reply's pooled buffer later on.
    private static BsonDocument? Detached(BsonDocument reply, string name) => reply.TryGetValue(name, out var value) && value is BsonDocument document
        ? new RawBsonDocument(document.ToRaw().Bytes.ToArray()).ToBsonDocument()
        : null;
}

// Which process, and how many changes it has seen: tells an old reply from a new one.
internal sealed record TopologyVersion(ObjectId Process, long Counter)
{
    public static TopologyVersion? Read(BsonDocument document) =>
        document.TryGetValue("topologyVersion", out var value) && value is BsonDocument version
        && version.TryGetValue("processId", out var process) && process.BsonType == BsonType.ObjectId
        && version.TryGetValue("counter", out var counter) && counter.IsNumeric
            ? new TopologyVersion(process.AsObjectId, counter.ToInt64())
            : null;

    // Below 0: left is older. Versions that cannot be compared count as older, so that the newcomer wins.
    public static int Compare(TopologyVersion? left, TopologyVersion? right) =>
        left is null || right is null || left.Process != right.Process ? -1 : left.Counter.CompareTo(right.Counter);
}
