using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

internal static class Replies
{
    public static RawDocument Done { get; } = new BsonDocument { { "ok", 1.0 } }.ToRaw();

    public static Task<RawDocument> With(params ReadOnlySpan<(string Name, BsonValue Value)> fields)
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
    public static RawDocument Append(RawDocument reply, Action<RawWriter> write)
    {
        using var writer = new RawWriter(reply.Length + 256);
        writer.WriteStartDocument();
        writer.WriteBytes(reply.Bytes.Span[4..^1]);
        write(writer);
        writer.WriteEndDocument();
        return new RawDocument(writer.ToArray());
    }
}
