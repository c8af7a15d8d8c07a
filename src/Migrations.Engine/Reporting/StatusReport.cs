using Migrations.Engine.Database.Commands;
using Migrations.Engine.Model;
using Migrations.Engine.Planning;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Reporting;

/// <summary>The status of a database compared with a plugin.</summary>
internal sealed record StatusReport
{
    /// <summary>The database's name.</summary>
    public required string Database { get; init; }

    /// <summary>What is connected to.</summary>
    internal ChannelInfo Server { get; init; } = new();

    /// <summary>Whether the schema version was initialised.</summary>
    public bool IsInitialised { get; init; }

    /// <summary>The status in one word.</summary>
    public SchemaStatus Status { get; init; }

    /// <summary>The status in a sentence.</summary>
    public string Message { get; init; } = "";

    /// <summary>What does not fit.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The trees, by name.</summary>
    public IReadOnlyList<TreeStatus> Trees { get; init; } = [];

    /// <summary>Who holds the lock, or null.</summary>
    public LockHolder? LockHolder { get; init; }

    /// <summary>How many migrations are pending.</summary>
    public int PendingCount => Trees.Sum(t => t.Migrations.Count(m => m.IsPending));

    internal static StatusReport Create(string database, ChannelInfo server, RevisionGraph graph, DatabaseState state, LockHolder? holder, string? tree = null)
    {
        var names = Target.KnownTrees(graph, state, tree);
        // Nothing is claimed about a tree with unreadable records.
        var readable = names.Where(state.IsReadable).ToList();
        var trails = readable.Select(name => Trail.Of(graph.Tree(name), state)).ToList();
        var trees = trails.Select(trail => TreeStatus.Create(trail, state, holder)).ToList();
        var findings = Planning.Findings.Of(graph, state, names, holder?.Run).For(Purpose.Status);
        var (status, message) = SchemaStatusRule.Decide(graph, state, findings, trees);
        return new StatusReport
        {
            Database = database,
            Server = server,
            IsInitialised = state.IsInitialised,
            Status = status,
            Message = message,
            Findings = findings,
            Trees = trees,
            LockHolder = holder,
        };
    }
}
