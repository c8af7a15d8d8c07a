using System.Globalization;
using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

/// <summary>What a database remembers of one migration.</summary>
internal sealed record AppliedMigration
{
    /// <summary>The tree.</summary>
    public required string Tree { get; init; }

    /// <summary>The migration's id.</summary>
    public required string Id { get; init; }

    /// <summary>One line that describes it.</summary>
    public string Title { get; init; } = "";

    /// <summary>The version that the tree has after it, or null.</summary>
    public string? Version { get; init; }

    /// <summary>The revision that it started from, <c>base</c>, or null if that was not recorded.</summary>
    public string? Parent { get; init; }

    /// <summary>The checksum of the source that ran.</summary>
    public string Checksum { get; init; } = "";

    /// <summary>The checksum of the way back that was taken last, or null.</summary>
    public string? DownChecksum { get; init; }

    /// <summary>How far it is.</summary>
    public AppliedStatus Status { get; init; }

    /// <summary>The direction in which it ran last.</summary>
    public MigrationDirection Direction { get; init; }

    /// <summary>Whether it ran in transactions.</summary>
    public bool Transaction { get; init; }

    /// <summary>Whether data may be partly migrated: it neither finished nor was completely undone.</summary>
    public bool IsPartial { get; init; }

    /// <summary>Whether it was recorded by <c>init</c> without having run.</summary>
    public bool IsStamped { get; init; }

    /// <summary>Whether the documents as they were before it are kept, so that it can be rolled back from them.</summary>
    public bool HasImages { get; init; }

    /// <summary>Whether its way back is stored, so that a plugin that does not have it can roll it back without images.</summary>
    public bool HasWayBack { get; init; }

    // Where it stands in the graph, as stored with its way back; null if that was not stored, or in a form that this version does not know.
    internal StoredPlace? Place { get; init; }

    // What is stored when it begins; not read with the record.
    internal StoredWayBack? WayBack { get; init; }

    /// <summary>The fencing token of the run that wrote last.</summary>
    public long Token { get; init; }

    /// <summary>The run that wrote last.</summary>
    public string Run { get; init; } = "";

    /// <summary>Who started that run.</summary>
    public string By { get; init; } = "";

    /// <summary>On which machine.</summary>
    public string Host { get; init; } = "";

    /// <summary>When it started.</summary>
    public DateTime Started { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTime? Finished { get; init; }

    /// <summary>The error it stopped with, or null.</summary>
    public string? Error { get; init; }

    /// <summary>How many documents it left behind because they could not be migrated.</summary>
    public long FailedDocuments { get; init; }

    /// <summary>Where a free-form body has written without a transaction, and what the server had answered when it was last recorded: at least that was done. Empty if nothing was sent.</summary>
    public IReadOnlyList<CollectionWrites> Written { get; init; } = [];

    // The fingerprint of the reviewed plan that the run carried out; null if there was none.
    internal string? Reviewed { get; init; }

    // Where a document migration continues, or a rollback from images; null if there is nothing to continue.
    internal RecordedCheckpoint? Checkpoint { get; init; }

    /// <summary>How far an unfinished document migration is, or null.</summary>
    public RangeSummary? Progress { get; init; }

    /// <summary>The sessions whose transactions a dead run may have left open.</summary>
    public IReadOnlyList<BsonDocument> Sessions { get; init; } = [];

    /// <summary>Whether the migration counts as applied: done upward, or on its way down.</summary>
    public bool IsApplied => Status == AppliedStatus.Done || (Direction == MigrationDirection.Down && Status is AppliedStatus.Running or AppliedStatus.Failed);

    // Whether some of it may be in the data: none is, if all its checkpoints say so.
    internal bool HasChangedData => IsPartial && !(PassOfWayUp is not null && Progress is { Modified: 0, Inserted: 0, Deleted: 0, Announced: 0 });

    // Half done on the way up: its checkpoints are about that, even if a rollback was begun.
    internal bool IsHalfDone => IsUnfinished && HasChangedData && (Direction == MigrationDirection.Up || PassOfWayUp is not null);

    // Whether the half-done part kept images.
    internal bool IsHalfKept => IsHalfDone && PassOfWayUp?.KeepsImages == true;

    // A free-form body without a transaction that had begun to write: nobody knows how far it got. Older versions did not record where it wrote.
    internal bool IsHalfWritten => IsUnfinished && IsPartial && Checkpoint is null && (Written.Count > 0 || !Transaction);

    private PassCheckpoint? PassOfWayUp => Checkpoint is PassCheckpoint { Direction: MigrationDirection.Up } pass ? pass : null;

    internal bool IsUndoing => Direction == MigrationDirection.Down && Checkpoint is UndoCheckpoint;

    /// <summary>Whether a run of it did not finish.</summary>
    public bool IsUnfinished => Status is AppliedStatus.Running or AppliedStatus.Failed;

    // How much of an unfinished one is in the data, as far as is known.
    internal string DoneSoFar
    {
        get
        {
            var left = FailedDocuments > 0 ? string.Create(CultureInfo.InvariantCulture, $", {FailedDocuments:N0} document(s) left behind") : "";
            return this switch
            {
                { Progress: { } progress } => string.Create(CultureInfo.InvariantCulture, $"{CountText.OrNull(new WriteCounts { Modified = progress.Modified, Inserted = progress.Inserted, Deleted = progress.Deleted }) ?? "nothing written"} of {progress.Total:N0} document(s){(progress.Announced > 0 ? ", a batch announced" : "")}{left}"),
                { Written.Count: > 0 } => $"written to {WrittenSoFar}{left}",
                _ => $"how much is not known{left}",
            };
        }
    }

    internal string WrittenSoFar => string.Join(" and ", Written.Select(w => $"'{w.Collection}' ({(CountText.OrNull(w.Counts) is { } counts ? $"at least {counts}" : "how much is not known")})"));
}

/// <summary>The status of a migration on a database.</summary>
internal enum AppliedStatus
{
    /// <summary>It is running, or its run died.</summary>
    Running,

    /// <summary>It is applied.</summary>
    Done,

    /// <summary>It stopped with an error.</summary>
    Failed,

    /// <summary>It was applied and rolled back.</summary>
    RolledBack,
}

/// <summary>How far an unfinished document migration is, from the checkpoints of its ranges, which every machine can see.</summary>
internal sealed record RangeSummary
{
    /// <summary>Documents looked at.</summary>
    public long Documents { get; init; }

    /// <summary>Documents changed.</summary>
    public long Modified { get; init; }

    /// <summary>Documents inserted.</summary>
    public long Inserted { get; init; }

    /// <summary>Documents removed.</summary>
    public long Deleted { get; init; }

    /// <summary>Documents there were when it began.</summary>
    public long Total { get; init; }

    /// <summary>Into how many ranges the collection is cut.</summary>
    public int Ranges { get; init; }

    /// <summary>How many of them are finished.</summary>
    public int RangesDone { get; init; }

    /// <summary>How many of them may have a batch that is written and not counted yet.</summary>
    public int Announced { get; init; }

    // Whether migrated documents still match the filter and would change again.
    internal bool IsUnmarked { get; init; }
}
