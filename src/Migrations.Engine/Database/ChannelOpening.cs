using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Driver;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Database;

// Finds out what is at the other end.
internal static class ChannelOpening
{
    public static async Task<ChannelInfo> OpenAsync(IMongoClient client, CommandRunner runner, CancellationToken cancellationToken)
    {
        using var hello = await AskAsync(runner, "hello", cancellationToken).ConfigureAwait(false);
        using var buildInfo = await AskAsync(runner, "buildInfo", cancellationToken).ConfigureAwait(false);
        var reply = hello.Document;
        if (client.Settings.ReplicaSetName is { Length: > 0 } wanted && reply.TryGetValue("setName"u8, out var name) && name.AsString != wanted)
        {
            // A server that is named directly is used by the driver whatever its set.
            throw Failures.SelectionFailures.OfOtherSet(name.AsString, wanted, null);
        }

        var isMongos = reply.TryGetValue("msg"u8, out var message) && message.Type == BsonType.String && message.AsString == "isdbgrid";
        var isReplicated = reply.TryGetValue("setName"u8, out _);
        return new ChannelInfo
        {
            Deployment = isMongos ? DeploymentKind.Sharded : isReplicated ? DeploymentKind.ReplicaSet : DeploymentKind.Standalone,
            Server = NameOf(client, reply),
            ServerVersion = buildInfo.Document.TryGetValue("version"u8, out var version) ? version.AsString : "",
            SupportsTransactions = reply.TryGetValue("logicalSessionTimeoutMinutes"u8, out _) && (isReplicated || isMongos),
            MaxWireVersion = Limit(reply, "maxWireVersion"u8, 0),
            MaxDocumentSize = Limit(reply, "maxBsonObjectSize"u8, 16 * 1024 * 1024),
            MaxMessageSize = Limit(reply, "maxMessageSizeBytes"u8, 48_000_000),
            MaxWriteBatchSize = Limit(reply, "maxWriteBatchSize"u8, 100_000),
        };
    }

    private static ValueTask<CommandReply> AskAsync(CommandRunner runner, string name, CancellationToken cancellationToken)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteInt32(name, 1);
        writer.WriteEndDocument();
        return runner.RunAsync(new Command("admin", writer.ToRawDocument()) { Kind = CommandKind.Read }, null, new ChannelInfo(), cancellationToken);
    }

    // A member says its own name; a mongos and a server without a set do not.
    private static string NameOf(IMongoClient client, RawDocument hello) => hello.TryGetValue("me"u8, out var me)
        ? me.AsString
        : Failures.EndPointText.Of(client.Cluster.Description.Servers.FirstOrDefault(s => s.IsDataBearing)?.EndPoint);

    private static int Limit(RawDocument hello, ReadOnlySpan<byte> name, int otherwise) => hello.TryGetValue(name, out var value) ? value.ToInt32() : otherwise;
}
