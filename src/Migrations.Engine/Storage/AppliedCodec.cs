using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// The fields of a migration's record: how they are read, and what each event of a run writes. No application type is involved, so no faulty type can stop a status.
internal static class AppliedCodec
{
    private static readonly (string Text, AppliedStatus Status)[] Statuses = [("running", AppliedStatus.Running), ("done", AppliedStatus.Done), ("failed", AppliedStatus.Failed), ("rolledBack", AppliedStatus.RolledBack)];

    public static AppliedMigration Read(StateDocument document)
    {
        var key = document.Key("tree", "id");
        WayBackCodec.Check(document.DocumentOrNull("wayBack"));
        _ = document.TextOrNull("environment");
        return new AppliedMigration
        {
            Tree = key.Text("tree"),
            Id = key.Text("id"),
            Title = document.TextOrNull("title") ?? "",
            Version = document.TextOrNull("version"),
            Parent = document.TextOrNull("parent"),
            Checksum = document.Text("checksum"),
            DownChecksum = document.TextOrNull("downChecksum"),
            Status = document.OneOf("status", Statuses),
            Direction = ReadDirection(document),
            Transaction = document.FlagOrFalse("transaction"),
            IsPartial = document.Flag("partial"),
            IsStamped = document.FlagOrFalse("stamped"),
            HasImages = document.FlagOrFalse("images"),
            HasWayBack = WayBackCodec.IsComplete(document.DocumentOrNull("wayBack")),
            Place = WayBackCodec.PlaceOf(document.DocumentOrNull("wayBack")),
            Token = document.Count("token"),
            Run = document.TextOrNull("run") ?? "",
            Reviewed = document.TextOrNull("reviewed"),
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

    // Null if there is nothing to continue.
    public static RecordedCheckpoint? ReadCheckpoint(StateDocument document) =>
        document.DocumentOrNull("checkpoint") is not { } checkpoint ? null
        : RecordedCheckpoint.Read(checkpoint) ?? throw document.Fault("checkpoint", "what a pass or a rollback has reached");

    public static string TextOf(AppliedStatus status) => Statuses.Single(s => s.Status == status).Text;

    public static string TextOf(MigrationDirection direction) => direction == MigrationDirection.Up ? "up" : "down";

    public static BsonValue OrNull(string? text) => text is null ? BsonNull.Value : text;

    // A run takes the record. What an earlier run left in it stays if this one continues there.
    public static BsonDocument Begun(AppliedMigration record, RunOrigin identity, bool isResumed)
    {
        var fields = new BsonDocument
        {
            { "title", record.Title },
            { "version", OrNull(record.Version) },
            { "parent", OrNull(record.Parent) },
            { "checksum", record.Checksum },
            { "downChecksum", OrNull(record.DownChecksum) },
            { "status", TextOf(AppliedStatus.Running) },
            { "direction", TextOf(record.Direction) },
            { "transaction", record.Transaction },
            { "stamped", false },
            { "sessions", new BsonArray(record.Sessions) },
        };
        fields.AddRange(OfRun(record, identity));
        fields.AddRange(isResumed ? [] : NothingToContinue);
        fields.AddRange(record.Direction == MigrationDirection.Up ? new BsonDocument("wayBack", record.WayBack is { } way ? WayBackCodec.Write(way) : BsonNull.Value) : []);
        return fields;
    }

    public static BsonDocument Stamped(AppliedMigration record, RunOrigin identity)
    {
        var fields = new BsonDocument
        {
            { "title", record.Title },
            { "version", OrNull(record.Version) },
            { "checksum", record.Checksum },
            { "status", TextOf(AppliedStatus.Done) },
            { "direction", TextOf(MigrationDirection.Up) },
            { "transaction", record.Transaction },
            { "stamped", true },
            { "error", BsonNull.Value },
            { "wayBack", BsonNull.Value },
        };
        fields.AddRange(OfRun(record, identity));
        fields.AddRange(NothingToContinue);
        return fields;
    }

    // Behind the position that was stamped.
    public static BsonDocument StampedAway(long token, RunOrigin identity)
    {
        var fields = new BsonDocument { { "status", TextOf(AppliedStatus.RolledBack) }, { "stamped", true }, { "token", token }, { "run", identity.Run }, { "reviewed", OrNull(identity.Reviewed) } };
        fields.AddRange(NothingToContinue);
        return fields;
    }

    public static BsonDocument Finished(AppliedStatus status, DateTime at, WriteCounts counts, bool hasImages)
    {
        var fields = new BsonDocument { { "status", TextOf(status) }, { "finished", at }, { "counts", Write(counts) }, { "images", hasImages } };
        fields.AddRange(NothingToContinue);
        return fields;
    }

    // Nothing is said of where it wrote if it wrote nowhere, because an earlier run may have said it.
    public static BsonDocument Failed(string error, DateTime at, WriteCounts counts, long failedDocuments, IReadOnlyList<CollectionWrites> written)
    {
        var fields = new BsonDocument { { "status", TextOf(AppliedStatus.Failed) }, { "error", error }, { "finished", at }, { "failedDocuments", failedDocuments }, { "counts", Write(counts) } };
        fields.AddRange(written.Count > 0 ? new BsonDocument("written", Write(written)) : []);
        return fields;
    }

    // Somebody has corrected the data of an unfinished migration. Its code counts as it is now, if there is any.
    public static BsonDocument Settled(AppliedStatus status, string? checksum, DateTime at, long token, RunOrigin identity)
    {
        var fields = new BsonDocument
        {
            { "status", TextOf(status) },
            { "direction", TextOf(status == AppliedStatus.Done ? MigrationDirection.Up : MigrationDirection.Down) },
            { "lost", BsonNull.Value },
            { "error", BsonNull.Value },
            { "failedDocuments", 0L },
            { "images", false },
            { "finished", at },
            { "token", token },
            { "run", identity.Run },
            { "reviewed", OrNull(identity.Reviewed) },
        };
        fields.AddRange(NothingToContinue);
        fields.AddRange(checksum is null ? [] : Accepted(checksum));
        return fields;
    }

    public static BsonDocument Turned(MigrationDirection direction) => new("direction", TextOf(direction));

    public static BsonDocument Accepted(string checksum) => new("checksum", checksum);

    public static BsonDocument Reached(RecordedCheckpoint checkpoint) => new() { { "partial", true }, { "checkpoint", checkpoint.ToDocument() } };

    public static BsonDocument WithImages(bool hasImages) => new("images", hasImages);

    public static BsonDocument Written(IEnumerable<CollectionWrites> written) => new() { { "partial", true }, { "written", Write(written) } };

    public static BsonDocument Lost(IEnumerable<string> losses) => new() { { "partial", true }, { "lost", new BsonArray(losses) } };

    public static BsonDocument NothingLost => new("lost", BsonNull.Value);

    // What a run that begins takes away.
    public static BsonDocument Ended => new() { { "error", "" }, { "finished", "" }, { "failedDocuments", "" } };

    private static BsonDocument OfRun(AppliedMigration record, RunOrigin identity) => new()
    {
        { "token", record.Token },
        { "run", identity.Run },
        { "reviewed", OrNull(identity.Reviewed) },
        { "by", identity.User },
        { "host", identity.Host },
        { "product", identity.Product },
        { "plugin", identity.Plugin },
        { "environment", OrNull(identity.Environment) },
        { "started", record.Started },
    };

    private static BsonDocument NothingToContinue => new() { { "partial", false }, { "checkpoint", BsonNull.Value }, { "written", BsonNull.Value } };

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

    private static BsonArray Write(IEnumerable<CollectionWrites> written) => [.. written.Select(Write)];

    private static BsonDocument Write(CollectionWrites written)
    {
        var document = new BsonDocument("collection", written.Collection);
        document.AddRange(Write(written.Counts));
        return document;
    }
}
