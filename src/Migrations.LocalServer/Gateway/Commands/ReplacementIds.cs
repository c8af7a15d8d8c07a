using System.Buffers.Binary;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.LocalServer.Gateway.Commands;

// The engine writes the _id of a replacement made by a pipeline next to the one that the document has. If it is the one that the statement asks for, it is left out here;
// any other is left to the engine.
internal static class ReplacementIds
{
    public static ReadOnlyMemory<byte>? LeaveOut(ReadOnlyMemory<byte>? statements)
    {
        if (statements is not { } bytes || bytes.Span.IndexOf("$replace"u8) < 0)
        {
            return statements;
        }

        using var writer = new RawWriter(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
            writer.WriteBytes(LeaveOutOf(new RawDocument(bytes[..length])).Bytes.Span);
            bytes = bytes[length..];
        }

        return writer.ToArray();
    }

    // The same for statements in the command's body.
    public static RawDocument LeaveOut(RawDocument body)
    {
        if (body.Bytes.Span.IndexOf("$replace"u8) < 0 || !body.TryGetValue("updates"u8, out var statements) || statements.Type != BsonType.Array)
        {
            return body;
        }

        using var writer = new RawWriter(body.Length);
        writer.WriteStartDocument();
        foreach (var element in body)
        {
            if (!element.NameUtf8.SequenceEqual("updates"u8))
            {
                writer.WriteBytes(element.Bytes.Span);
                continue;
            }

            writer.WriteStartArray("updates"u8);
            foreach (var (statement, index) in statements.AsArray.Select((statement, index) => (statement, index)))
            {
                writer.WriteDocument(index.ToString(System.Globalization.CultureInfo.InvariantCulture), LeaveOutOf(statement.AsDocument));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndDocument();
        return writer.ToRawDocument();
    }

    private static RawDocument LeaveOutOf(RawDocument statement)
    {
        if (!statement.TryGetValue("u"u8, out var update) || update.Type != BsonType.Array || !statement.TryGetValue("q"u8, out var filter) || !filter.AsDocument.TryGetValue("_id"u8, out var id))
        {
            return statement;
        }

        var stages = new BsonArray(update.AsArray.Select(s => LeaveOut(s.ToBsonValue(), id.ToBsonValue())));
        return statement.ToBsonDocument().Set("u", stages).ToRaw();
    }

    private static BsonValue LeaveOut(BsonValue stage, BsonValue id)
    {
        if (stage is not BsonDocument document)
        {
            return stage;
        }

        if (document.TryGetValue("$replaceWith", out var replacement))
        {
            return new BsonDocument("$replaceWith", WithoutId(replacement, id));
        }

        return document.TryGetValue("$replaceRoot", out var root) && root is BsonDocument holder && holder.TryGetValue("newRoot", out var newRoot)
            ? new BsonDocument("$replaceRoot", new BsonDocument("newRoot", WithoutId(newRoot, id)))
            : stage;
    }

    private static BsonValue WithoutId(BsonValue replacement, BsonValue id)
    {
        if (replacement is not BsonDocument document)
        {
            return replacement;
        }

        if (document.TryGetValue("$literal", out var literal))
        {
            return literal is BsonDocument content && content.TryGetValue("_id", out var given) && given.Equals(id) ? new BsonDocument("$literal", Without(content)) : replacement;
        }

        return document.TryGetValue("_id", out var path) && path.Equals((BsonValue)"$_id") ? Without(document) : replacement;
    }

    // By hand, because a document may have a field twice.
    private static BsonDocument Without(BsonDocument document)
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        foreach (var element in document.ToRaw())
        {
            if (!element.NameUtf8.SequenceEqual("_id"u8))
            {
                writer.WriteBytes(element.Bytes.Span);
            }
        }

        writer.WriteEndDocument();
        return writer.ToRawDocument().ToBsonDocument();
    }
}
