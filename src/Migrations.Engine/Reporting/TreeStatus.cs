using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Reporting;

/// <summary>Where one tree stands.</summary>
internal sealed record TreeStatus
{
    /// <summary>The tree's name.</summary>
    public required string Name { get; init; }

    /// <summary>The revision it stands at, or null at base.</summary>
    public string? Head { get; init; }

    /// <summary>The line there, or null.</summary>
    public string? Line { get; init; }

    /// <summary>The version there, or null.</summary>
    public string? Version { get; init; }

    // Whether its position is unknown.
    internal bool IsUnknown { get; init; }

    /// <summary>What the application declares, or null.</summary>
    public ComponentRecord? Component { get; init; }

    /// <summary>Its migrations, those of the plugin and those of the database: the regular ones in the order of their revisions, then the one-shots.</summary>
    public IReadOnlyList<MigrationStatus> Migrations { get; init; } = [];

    internal static TreeStatus Create(Trail trail, DatabaseState state, LockHolder? holder)
    {
        var (name, head) = (trail.Tree.Name, state.Head(trail.Tree.Name));
        // An unknown position is not guessed here either.
        var isUnknown = head is { IsUnknown: true };
        var pending = isUnknown ? [] : trail.Late.Concat(DefaultTarget.PendingAfter(trail)).ToHashSet();
        var known = trail.Tree.Migrations.Select(m => new MigrationStatus { Id = m.Id, Title = m.Identity.Title, Version = m.Identity.Version, Migration = m, Record = trail.RecordOf(m), IsPending = pending.Contains(m), IsRunning = IsRunning(trail.RecordOf(m), holder), IsUnknown = isUnknown });
        var unknown = state.RecordsOf(name).Where(r => trail.Tree.FindMigration(r.Id) is null).Select(r => new MigrationStatus { Id = r.Id, Title = r.Title, Version = r.Version, Record = r, IsRunning = IsRunning(r, holder) });
        return new TreeStatus { Name = name, Head = head?.Revision, Line = head?.Line, Version = head?.Version, IsUnknown = isUnknown, Component = state.Component(name), Migrations = Merge([.. known], [.. unknown]) };
    }

    // Only the holder of the lock is running.
    private static bool IsRunning(AppliedMigration? record, LockHolder? holder) => record is { Status: AppliedStatus.Running } && record.Run == holder?.Run;

    // What only the database has is sorted by its id.
    private static List<MigrationStatus> Merge(List<MigrationStatus> known, List<MigrationStatus> unknown)
    {
        foreach (var status in unknown)
        {
            var place = known.FindIndex(m => RevisionId.Comparer.Compare(m.Id, status.Id) > 0);
            known.Insert(place < 0 ? known.Count : place, status);
        }

        return known;
    }
}

/// <summary>One migration in the plugin, in the database, or in both.</summary>
internal sealed record MigrationStatus
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its version, or null.</summary>
    public string? Version { get; init; }

    /// <summary>The plugin's migration, or null if the plugin does not have it.</summary>
    public MigrationDescriptor? Migration { get; init; }

    /// <summary>The database's record, or null if there is none.</summary>
    public AppliedMigration? Record { get; init; }

    /// <summary>Whether it is still to be applied on the way to the end of the tree's line.</summary>
    public bool IsPending { get; init; }

    // Whether a run is working on it now; a dead run is still recorded as running.
    internal bool IsRunning { get; init; }

    // Whether the position of its tree is unknown.
    internal bool IsUnknown { get; init; }
}
