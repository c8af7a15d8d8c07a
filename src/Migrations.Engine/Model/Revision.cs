using NuGet.Versioning;

namespace Migrations.Engine.Model;

/// <summary>A state of a tree: what its regular migration leads to.</summary>
internal sealed class Revision
{
    private readonly List<Revision> _children = [];

    internal Revision(MigrationDescriptor migration, Revision? parent)
    {
        Migration = migration;
        Parent = parent;
        SemanticVersion = migration.Identity.Version is { } version ? SemanticVersion.Parse(version) : null;
        Depth = (parent?.Depth ?? 0) + 1;
        parent?._children.Add(this);
    }

    /// <summary>The regular migration that leads to it.</summary>
    public MigrationDescriptor Migration { get; }

    /// <summary>The revision before it; null for base.</summary>
    public Revision? Parent { get; }

    /// <summary>The revisions after it, in the order of their ids.</summary>
    public IReadOnlyList<Revision> Children => _children;

    /// <summary>How many migrations lead from base to it.</summary>
    public int Depth { get; }

    /// <summary>The tree.</summary>
    public string Tree => Migration.Tree;

    /// <summary>Its id.</summary>
    public string Id => Migration.Id;

    /// <summary>Its line, or null.</summary>
    public string? Line => Migration.Line;

    /// <summary>Its version as it was written, or null.</summary>
    public string? Version => Migration.Identity.Version;

    /// <summary>Whether several lines continue from here.</summary>
    public bool IsBranchpoint => _children.Count > 1;

    internal SemanticVersion? SemanticVersion { get; }

    /// <summary>The revisions from the first after base to this one.</summary>
    public IReadOnlyList<Revision> PathFromBase()
    {
        var path = new List<Revision>(Depth);
        for (var revision = this; revision is not null; revision = revision.Parent)
        {
            path.Add(revision);
        }

        path.Reverse();
        return path;
    }

    /// <summary>Whether it is another revision or comes after it; everything comes after base, which is null.</summary>
    public bool IsAtOrAfter(Revision? other)
    {
        var revision = this;
        while (revision is not null && revision != other)
        {
            revision = revision.Parent;
        }

        return revision == other;
    }

    /// <inheritdoc />
    public override string ToString() => Line is null ? $"{Tree}@{Id}" : $"{Tree}/{Line}@{Version ?? Id}";
}
