using System.Text;
using Migrations.Bson;
using Migrations.Channel;

namespace Migrations.Mongo.Cursors;

internal readonly record struct CursorReply(long Id, (string Database, string Collection) Namespace, RawBsonArray Batch)
{
    public static CursorReply Read(RawBsonDocument reply, ReadOnlySpan<byte> batchName)
    {
        if (!reply.TryGetValue("cursor"u8, out var value) || value.Type != BsonType.Document
            || !value.AsDocument.TryGetValue("id"u8, out var id) || id.Type is not (BsonType.Int64 or BsonType.Int32 or BsonType.Double)
            || !value.AsDocument.TryGetValue("ns"u8, out var ns) || ns.Type != BsonType.String
            || !value.AsDocument.TryGetValue(batchName, out var batch) || batch.Type != BsonType.Array)
        {
            throw new MongoException(
                MigrationErrorCode.ProtocolViolated,
                $"The reply has no cursor with id, namespace and '{Encoding.UTF8.GetString(batchName)}'. Nothing can be read from it. Open cursors only with commands that answer with one, such as find and aggregate.");
        }

        // The namespace of the reply, not of the command: for a view, or an aggregation of the database, they differ.
        var name = ns.AsString;
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return new CursorReply(id.ToInt64(), (name[..Math.Max(0, dot)], name[(dot + 1)..]), batch.AsArray);
    }
}
