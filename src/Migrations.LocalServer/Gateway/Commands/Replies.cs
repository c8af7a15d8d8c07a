using Migrations.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class Replies
{
    public static RawBsonDocument Done { get; } = new BsonDocument { { "ok", 1.0 } }.ToRaw();

    public static Task<RawBsonDocument> With(params ReadOnlySpan<(string Name, BsonValue Value)> fields)
    {
        var reply = new BsonDocument();
        foreach (var (name, value) in fields)
        {
            reply.Add(name, value);
        }

        reply.Add("ok", 1.0);
        return Task.FromResult(reply.ToRaw());
    }

    // Adds elements without touching those that are there.
    public static RawBsonDocument Append(RawBsonDocument reply, Action<BsonWriter> write)
    {
        using var writer = new BsonWriter(reply.Length + 256);
        writer.WriteStartDocument();
        writer.WriteBytes(reply.Bytes.Span[4..^1]);
        write(writer);
        writer.WriteEndDocument();
        return new RawBsonDocument(writer.ToArray());
    }
}
