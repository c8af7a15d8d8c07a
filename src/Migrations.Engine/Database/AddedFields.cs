using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Database.Commands;

namespace Migrations.Engine.Database;

// What a body gets besides what its sender wrote: the driver adds session and transaction, but neither concerns nor a limit of time.
internal sealed record AddedFields
{
    private static readonly HashSet<string> TakeWriteConcern = ["create", "createIndexes", "drop", "dropDatabase", "dropIndexes", "collMod", "renameCollection"];
    private static readonly HashSet<string> TakeReadConcern = ["find", "aggregate", "count", "distinct"];

    // Bytes of the document, or null.
    public byte[]? WriteConcern { get; private init; }

    public string? ReadConcernLevel { get; private init; }

    // The time of the session's last reply, which it must not read behind.
    public long? AfterTime { get; private init; }

    public TimeSpan? MaxTime { get; private init; }

    public static AddedFields For(Command command, CommandBody body, Concerns concerns, DriverSession? session)
    {
        var isInTransaction = session is { IsInTransaction: true };
        var isWrite = command.Kind is CommandKind.Write or CommandKind.RetryableWrite || TakeWriteConcern.Contains(body.Name);
        var isRead = command.Kind == CommandKind.Read && TakeReadConcern.Contains(body.Name);
        return new AddedFields
        {
            WriteConcern = isWrite && !isInTransaction && !body.HasWriteConcern ? concerns.WriteConcern : null,
            ReadConcernLevel = isRead && !isInTransaction && !body.HasReadConcern ? concerns.ReadConcernLevel : null,
            AfterTime = isRead && !isInTransaction && !body.HasReadConcern ? session?.CausalTime : null,
            MaxTime = body.HasMaxTime || body.Name == "getMore" ? null : command.Timeout,
        };
    }

    public void Write(RawWriter writer)
    {
        if (WriteConcern is not null)
        {
            writer.WriteRaw("writeConcern"u8, BsonType.Document, WriteConcern);
        }

        WriteReadConcern(writer);
        if (MaxTime is { } limit)
        {
            writer.WriteInt64("maxTimeMS"u8, Math.Max(1, (long)limit.TotalMilliseconds));
        }
    }

    private void WriteReadConcern(RawWriter writer)
    {
        if (ReadConcernLevel is null && AfterTime is null)
        {
            return;
        }

        writer.WriteStartDocument("readConcern"u8);
        if (ReadConcernLevel is not null)
        {
            writer.WriteString("level"u8, ReadConcernLevel);
        }

        if (AfterTime is { } time)
        {
            writer.WriteTimestamp("afterClusterTime"u8, (ulong)time);
        }

        writer.WriteEndDocument();
    }
}
