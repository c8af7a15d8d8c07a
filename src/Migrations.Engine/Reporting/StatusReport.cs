using Migrations.Channel;
using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.Locking;
using Migrations.Engine.State;

namespace Migrations.Engine.Reporting;

/// <summary>Where a database stands against a plugin.</summary>
public sealed record StatusReport
{
    /// <summary>The database's name.</summary>
    public required string Database { get; init; }

    /// <summary>What is connected to.</summary>
    public required ChannelInfo Server { get; init; }

    /// <summary>Whether the schema version was initialised.</summary>
    public bool IsInitialised { get; init; }

    /// <summary>The trees, by name.</summary>
    public IReadOnlyList<TreeStatus> Trees { get; init; } = [];

    /// <summary>Who holds the lock, or null.</summary>
    public LockHolder? LockHolder { get; init; }

    /// <summary>How many migrations are pending.</summary>
    public int PendingCount => Trees.Sum(t => t.Migrations.Count(m => m.IsPending));

    internal static StatusReport Create(string database, ChannelInfo server, RevisionGraph graph, DatabaseState state, LockHolder? holder)
    {
        var names = graph.Trees.Select(t => t.Name).Union(state.Heads.Select(h => h.Tree), StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return new StatusReport
        {
            Database = database,
            Server = server,
            IsInitialised = state.IsInitialised,
            Trees = [.. names.Select(name => TreeStatus.Create(graph.Tree(name), state))],
            LockHolder = holder,
        };
    }
}

/// <summary>Where one tree stands.</summary>
public sealed record TreeStatus
{
    /// <summary>The tree's name.</summary>
    public required string Name { get; init; }

    /// <summary>The newest applied migration, or null at base.</summary>
    public string? Head { get; init; }

    /// <summary>The version there, or null.</summary>
    public string? Version { get; init; }

    /// <summary>Its migrations, those of the plugin and those of the database, oldest first.</summary>
    public IReadOnlyList<MigrationStatus> Migrations { get; init; } = [];

    internal static TreeStatus Create(RevisionTree tree, DatabaseState state)
    {
        var head = state.Head(tree.Name);
        var unknown = state.Records.Where(r => r.Tree == tree.Name && tree.Find(r.Id) is null).Select(r => new MigrationStatus { Id = r.Id, Title = r.Title, Version = r.Version, Record = r });
        var known = tree.Migrations.Select(m => new MigrationStatus { Id = m.Id, Title = m.Identity.Title, Version = m.Identity.Version, Migration = m, Record = state.Find(m.Tree, m.Id) });
        return new TreeStatus { Name = tree.Name, Head = head?.Revision, Version = head?.Version, Migrations = [.. known.Concat(unknown).OrderBy(m => m.Id, StringComparer.Ordinal)] };
    }
}

/// <summary>One migration in the plugin, in the database, or in both.</summary>
public sealed record MigrationStatus
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

    /// <summary>Whether it is still to be applied.</summary>
    public bool IsPending => Migration is not null && Record?.IsApplied != true;
}
