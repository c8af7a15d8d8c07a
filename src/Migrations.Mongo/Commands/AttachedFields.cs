using Migrations.Bson;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Sessions;

namespace Migrations.Mongo.Commands;

// What the client adds to a command's body for one attempt.
internal sealed class AttachedFields
{
    public ServerSession? Session { get; init; }

    public long? TransactionNumber { get; init; }

    public bool IsInTransaction { get; init; }

    public bool StartsTransaction { get; init; }

    // Level, or null to leave it to the server.
    public string? ReadConcernLevel { get; init; }

    public ulong? AfterClusterTime { get; init; }

    public WriteConcernSettings? WriteConcern { get; init; }

    public RawBsonDocument? ClusterTime { get; init; }

    public TimeSpan? MaxTime { get; init; }

    // For one member of a replica set that was named directly: it may be a secondary.
    public bool AcceptsSecondary { get; init; }

    public bool HasReadConcern => ReadConcernLevel is not null || AfterClusterTime is not null;

    public void Write(BsonWriter writer, string database)
    {
        writer.WriteString("$db", database);
        WriteSession(writer);
        if (WriteConcern is { } concern)
        {
            WriteWriteConcern(writer, concern);
        }

        if (MaxTime is { } limit)
        {
            writer.WriteInt64("maxTimeMS", Math.Max(1, (long)limit.TotalMilliseconds));
        }

        if (AcceptsSecondary)
        {
            writer.WriteStartDocument("$readPreference");
            writer.WriteString("mode", "primaryPreferred");
            writer.WriteEndDocument();
        }

        if (ClusterTime is { } time)
        {
            writer.WriteRaw("$clusterTime", BsonType.Document, time.Bytes.Span);
        }
    }

    // `given` is the read concern of the body itself, which the time is added to.
    public void WriteReadConcern(BsonWriter writer, RawBsonDocument? given)
    {
        writer.WriteStartDocument("readConcern");
        if (given is { } document)
        {
            writer.WriteBytes(document.Bytes.Span[4..^1]);
        }
        else if (ReadConcernLevel is not null)
        {
            writer.WriteString("level", ReadConcernLevel);
        }

        if (AfterClusterTime is { } time)
        {
            Span<byte> bytes = stackalloc byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, time);
            writer.WriteRaw("afterClusterTime", BsonType.Timestamp, bytes);
        }

        writer.WriteEndDocument();
    }

    private static void WriteWriteConcern(BsonWriter writer, WriteConcernSettings concern)
    {
        writer.WriteStartDocument("writeConcern");
        switch (concern.W)
        {
            case int members:
                writer.WriteInt32("w", members);
                break;
            case string mode:
                writer.WriteString("w", mode);
                break;
            default:
                break;
        }

        if (concern.Journal is { } journal)
        {
            writer.WriteBoolean("j", journal);
        }

        if (concern.Timeout is { } timeout)
        {
            writer.WriteInt64("wtimeout", (long)timeout.TotalMilliseconds);
        }

        writer.WriteEndDocument();
    }

    private void WriteSession(BsonWriter writer)
    {
        if (Session is null)
        {
            return;
        }

        writer.WriteStartDocument("lsid");
        writer.WriteGuid("id", Session.Id);
        writer.WriteEndDocument();
        if (TransactionNumber is { } number)
        {
            writer.WriteInt64("txnNumber", number);
        }

        if (StartsTransaction)
        {
            writer.WriteBoolean("startTransaction", true);
        }

        if (IsInTransaction)
        {
            writer.WriteBoolean("autocommit", false);
        }
    }
}
