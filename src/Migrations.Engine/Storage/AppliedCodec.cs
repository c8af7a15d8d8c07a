using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// Between the documents of the state collections and their records. No application type is involved, so no faulty type can stop a status.
internal static class AppliedCodec
{
    public static BsonDocument Key(string tree, string id) => new() { { "tree", tree }, { "id", id } };

    public static AppliedMigration Read(StateDocument document)
    {
        var key = document.Key("tree", "id");
        return new AppliedMigration
        {
            Tree = key.Text("tree"),
            Id = key.Text("id"),
            Title = document.TextOrNull("title") ?? "",
            Version = document.TextOrNull("version"),
            Parent = document.TextOrNull("parent"),
            Checksum = document.Text("checksum"),
            DownChecksum = document.TextOrNull("downChecksum"),
            Status = document.OneOf("status", ("running", AppliedStatus.Running), ("done", AppliedStatus.Done), ("failed", AppliedStatus.Failed), ("rolledBack", AppliedStatus.RolledBack)),
            Direction = ReadDirection(document),
            Transaction = document.FlagOrFalse("transaction"),
            IsPartial = document.Flag("partial"),
            IsStamped = document.FlagOrFalse("stamped"),
            HasImages = document.FlagOrFalse("images"),
            Token = document.Count("token"),
            Run = document.TextOrNull("run") ?? "",
            By = document.TextOrNull("by") ?? "",
            Host = document.TextOrNull("host") ?? "",
            Started = document.TimeOrNull("started") ?? default,
            Finished = document.TimeOrNull("finished"),
            Error = document.TextOrNull("error"),
            FailedDocuments = document.CountOrZero("failedDocuments"),
            Sessions = document.Has("sessions") ? [.. document.Documents("sessions").Select(s => s.Fields)] : [],
            Written = document.HasValue("written") ? [.. document.Documents("written").Select(w => new CollectionWrites(w.Text("collection"), ReadCounts(w)))] : [],
            Checkpoint = ReadCheckpoint(document),
        };
    }

    public static MigrationDirection ReadDirection(StateDocument document) => document.OneOf("direction", ("up", MigrationDirection.Up), ("down", MigrationDirection.Down));

    // Null where there is nothing to go on with. What is read later is known to be readable.
    public static BsonDocument? ReadCheckpoint(StateDocument document)
    {
        if (document.DocumentOrNull("checkpoint") is not { } checkpoint)
        {
            return null;
        }

        if (PassCheckpoint.Read(checkpoint) is null && UndoCheckpoint.Read(checkpoint) is null)
        {
            throw document.Fault("checkpoint", "what a pass or a rollback has reached");
        }

        return checkpoint.Fields;
    }

    public static HeadRecord ReadHead(StateDocument document) => new()
    {
        Tree = document.Text("_id"),
        Revision = document.Has("revision") ? document.TextOrNull("revision") : throw document.Fault("revision", "text or null"),
        Line = document.TextOrNull("line"),
        Version = document.TextOrNull("version"),
        Run = document.TextOrNull("run") ?? "",
        Plugin = document.TextOrNull("plugin"),
        IsUnknown = document.FlagOrFalse("unknown"),
    };

    public static ComponentRecord ReadComponent(StateDocument document) => new(
        document.Text("_id"),
        document.TextOrNull("line"),
        document.Has("version") ? document.TextOrNull("version") : throw document.Fault("version", "text or null"));

    public static string StatusText(AppliedStatus status) => status switch
    {
        AppliedStatus.Running => "running",
        AppliedStatus.Done => "done",
        AppliedStatus.Failed => "failed",
        _ => "rolledBack",
    };

    public static string DirectionText(MigrationDirection direction) => direction == MigrationDirection.Up ? "up" : "down";

    public static BsonValue OrNull(string? text) => text is null ? BsonNull.Value : text;

    public static BsonDocument Write(WriteCounts counts) => new()
    {
        { "inserted", counts.Inserted },
        { "matched", counts.Matched },
        { "modified", counts.Modified },
        { "deleted", counts.Deleted },
    };

    public static WriteCounts ReadCounts(StateDocument document) => new()
    {
        Inserted = document.Count("inserted"),
        Matched = document.Count("matched"),
        Modified = document.Count("modified"),
        Deleted = document.Count("deleted"),
    };

    public static BsonArray Write(IEnumerable<CollectionWrites> written) => [.. written.Select(Write)];

    private static BsonDocument Write(CollectionWrites written)
    {
        var document = new BsonDocument("collection", written.Collection);
        document.AddRange(Write(written.Counts));
        return document;
    }
}
