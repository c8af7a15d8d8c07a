using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Reporting;

namespace Migrations.Engine.State;

// Between the documents of the state collections and their records. No application type is involved, so no faulty type can stop a status.
internal static class AppliedCodec
{
    public static BsonDocument Key(string tree, string id) => new() { { "tree", tree }, { "id", id } };

    public static AppliedMigration Read(BsonDocument document)
    {
        try
        {
            return ReadFields(document);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidCastException or FormatException)
        {
            throw new MigrationException(
                MigrationErrorCode.StateUnreadable,
                $"A record of the applied migrations cannot be read: {document.ToText()}. Somebody or another version of the tool changed it, so nothing can be decided. Restore the record from a backup, or use the version that wrote it.",
                e);
        }
    }

    public static HeadRecord ReadHead(BsonDocument document) => new()
    {
        Tree = document["_id"].AsString,
        Revision = Text(document, "revision"),
        Line = Text(document, "line"),
        Version = Text(document, "version"),
        Run = Text(document, "run") ?? "",
        IsUnknown = Flag(document, "unknown"),
    };

    public static ComponentRecord ReadComponent(BsonDocument document) => new(document["_id"].AsString, Text(document, "line"), Text(document, "version"));

    public static string StatusText(AppliedStatus status) => status switch
    {
        AppliedStatus.Running => "running",
        AppliedStatus.Done => "done",
        AppliedStatus.Failed => "failed",
        _ => "rolledBack",
    };

    public static string DirectionText(MigrationDirection direction) => direction == MigrationDirection.Up ? "up" : "down";

    public static BsonValue OrNull(string? text) => text is null ? BsonNull.Value : text;

    public static string? Text(BsonDocument document, string name) => document.TryGetValue(name, out var value) && value is BsonString text ? text.Value : null;

    public static bool Flag(BsonDocument document, string name) => document.TryGetValue(name, out var value) && value is BsonBoolean { Value: true };

    public static BsonDocument Write(WriteCounts counts) => new()
    {
        { "inserted", counts.Inserted },
        { "matched", counts.Matched },
        { "modified", counts.Modified },
        { "deleted", counts.Deleted },
    };

    public static WriteCounts ReadCounts(BsonDocument document) => new()
    {
        Inserted = document["inserted"].ToInt64(),
        Matched = document["matched"].ToInt64(),
        Modified = document["modified"].ToInt64(),
        Deleted = document["deleted"].ToInt64(),
    };

    public static BsonArray Write(IEnumerable<CollectionWrites> written) => [.. written.Select(Write)];

    private static BsonDocument Write(CollectionWrites written)
    {
        var document = new BsonDocument("collection", written.Collection);
        document.AddRange(Write(written.Counts));
        return document;
    }

    private static CollectionWrites ReadWrites(BsonDocument document) => new(document["collection"].AsString, ReadCounts(document));

    private static AppliedMigration ReadFields(BsonDocument document)
    {
        var key = document["_id"].AsBsonDocument;
        return new AppliedMigration
        {
            Tree = key["tree"].AsString,
            Id = key["id"].AsString,
            Title = Text(document, "title") ?? "",
            Version = Text(document, "version"),
            Parent = Text(document, "parent"),
            Checksum = Text(document, "checksum") ?? "",
            DownChecksum = Text(document, "downChecksum"),
            Status = ReadStatus(document["status"].AsString),
            Direction = Text(document, "direction") == "down" ? MigrationDirection.Down : MigrationDirection.Up,
            Transaction = Flag(document, "transaction"),
            IsPartial = Flag(document, "partial"),
            IsStamped = Flag(document, "stamped"),
            HasImages = Flag(document, "images"),
            Token = document.TryGetValue("token", out var token) ? token.ToInt64() : 0,
            Run = Text(document, "run") ?? "",
            By = Text(document, "by") ?? "",
            Host = Text(document, "host") ?? "",
            Started = Time(document, "started") ?? default,
            Finished = Time(document, "finished"),
            Error = Text(document, "error"),
            FailedDocuments = document.TryGetValue("failedDocuments", out var failed) ? failed.ToInt64() : 0,
            Sessions = document.TryGetValue("sessions", out var sessions) && sessions is BsonArray list ? [.. list.OfType<BsonDocument>()] : [],
            Written = document.TryGetValue("written", out var written) && written is BsonArray writes ? [.. writes.OfType<BsonDocument>().Select(ReadWrites)] : [],
            Checkpoint = document.TryGetValue("checkpoint", out var checkpoint) ? checkpoint as BsonDocument : null,
        };
    }

    private static AppliedStatus ReadStatus(string text) => text switch
    {
        "running" => AppliedStatus.Running,
        "done" => AppliedStatus.Done,
        "failed" => AppliedStatus.Failed,
        "rolledBack" => AppliedStatus.RolledBack,
        _ => throw new FormatException($"'{text}' is no status."),
    };

    private static DateTime? Time(BsonDocument document, string name) => document.TryGetValue(name, out var value) && value is BsonDateTime time ? time.ToUniversalTime() : null;
}
