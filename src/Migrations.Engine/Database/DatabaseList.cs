using Migrations.Bytes;
using Migrations.Engine.Database.Commands;
using MongoDB.Bson;

namespace Migrations.Engine.Database;

// Which databases a server has, as far as the user may see them, without the server's own.
internal static class DatabaseList
{
    private static readonly string[] Servers = ["admin", "local", "config"];

    public static async Task<IReadOnlyList<string>> ReadAsync(ICommandChannel channel, CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "listDatabases", 1 }, { "nameOnly", true } };
        using var reply = await channel.RunAsync(new Command("admin", body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
        return [.. reply.Document["databases"].AsArray.Select(d => d.AsDocument["name"].AsString).Where(name => !Servers.Contains(name, StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
    }
}
