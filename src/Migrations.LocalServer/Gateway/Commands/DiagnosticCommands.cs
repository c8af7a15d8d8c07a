using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;
using Migrations.LocalServer.Gateway.Faults;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class DiagnosticCommands
{
    private const string Version = "8.0.0";

    public static Task<RawDocument> PingAsync(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(Replies.Done);

    public static Task<RawDocument> BuildInfoAsync(CommandContext context, CancellationToken cancellationToken) => Replies.With(
        ("version", Version), ("versionArray", new BsonArray([8, 0, 0, 0])), ("gitVersion", "migrations-local-server"), ("modules", new BsonArray()), ("bits", 64), ("debug", false),
        ("maxBsonObjectSize", 16 * 1024 * 1024), ("storageEngines", new BsonArray(["documentdb"])));

    public static Task<RawDocument> ParametersAsync(CommandContext context, CancellationToken cancellationToken) => Replies.With(
        ("featureCompatibilityVersion", new BsonDocument { { "version", "8.0" } }), ("transactionLifetimeLimitSeconds", 60), ("enableTestCommands", true));

    public static Task<RawDocument> CommandLineAsync(CommandContext context, CancellationToken cancellationToken) =>
        Replies.With(("argv", new BsonArray(["migrations-local-server"])), ("parsed", new BsonDocument()));

    public static Task<RawDocument> HostInfoAsync(CommandContext context, CancellationToken cancellationToken) => Replies.With(
        ("system", new BsonDocument { { "hostname", Environment.MachineName }, { "cpuAddrSize", 64 }, { "numCores", Environment.ProcessorCount } }),
        ("os", new BsonDocument { { "type", "Linux" }, { "name", Environment.OSVersion.VersionString } }));

    public static Task<RawDocument> LogAsync(CommandContext context, CancellationToken cancellationToken) =>
        Replies.With(("totalLinesWritten", 0), ("log", new BsonArray()));

    public static Task<RawDocument> ServerStatusAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var gateway = context.Gateway;
        var now = gateway.Time.GetUtcNow();
        var uptime = now - gateway.Started;
        return Replies.With(
            ("host", gateway.Address), ("version", Version), ("process", "mongod"), ("pid", (long)Environment.ProcessId), ("uptime", uptime.TotalSeconds),
            ("uptimeMillis", (long)uptime.TotalMilliseconds), ("localTime", new BsonDateTime(now.UtcDateTime)),
            ("metrics", new BsonDocument { { "cursor", new BsonDocument { { "open", new BsonDocument { { "total", (long)gateway.Cursors.Count } } } } } }),
            ("repl", new BsonDocument { { "setName", HandshakeCommands.SetName }, { "isWritablePrimary", true }, { "me", gateway.Address } }),
            ("storageEngine", new BsonDocument { { "name", "documentdb" }, { "persistent", true }, { "supportsCommittedReads", true } }));
    }

    public static Task<RawDocument> ReplicaSetStatusAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var gateway = context.Gateway;
        var member = new BsonDocument
        {
            { "_id", 0 }, { "name", gateway.Address }, { "health", 1.0 }, { "state", 1 }, { "stateStr", "PRIMARY" }, { "self", true },
            { "uptime", (int)(gateway.Time.GetUtcNow() - gateway.Started).TotalSeconds },
        };
        return Replies.With(
            ("set", HandshakeCommands.SetName), ("date", new BsonDateTime(gateway.Time.GetUtcNow().UtcDateTime)), ("myState", 1), ("term", 1L), ("members", new BsonArray([member])));
    }

    public static Task<RawDocument> DefaultConcernsAsync(CommandContext context, CancellationToken cancellationToken) => Replies.With(
        ("defaultReadConcern", new BsonDocument { { "level", "local" } }), ("defaultWriteConcern", new BsonDocument { { "w", "majority" }, { "wtimeout", 0 } }));

    public static Task<RawDocument> ListCommandsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var commands = new BsonDocument();
        foreach (var name in CommandTable.Names.Order(StringComparer.Ordinal))
        {
            commands.Add(name, new BsonDocument());
        }

        return Replies.With(("commands", commands));
    }
}

internal static class FailPointCommand
{
    public static Task<RawDocument> ConfigureAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var name = context.Request.Target.AsString;
        return name == "failCommand"
            ? Replies.With(("count", context.Gateway.FailPoints.Arm(FailPoint.Parse(context.Request.Body))))
            : throw new CommandFailure(ServerError.BadValue, $"The local server knows only the fail point 'failCommand', not '{name}'.");
    }
}
