using Migrations.Engine.Model;

namespace Migrations.Engine.Planning;

// The revisions at which, or after which, applied migrations stand.
internal sealed class ReachedRevisions
{
    private readonly RevisionGraph _graph;
    private readonly HashSet<Revision> _reached = [];

    public ReachedRevisions(RevisionGraph graph, IEnumerable<MigrationDescriptor> applied)
    {
        _graph = graph;
        foreach (var migration in applied)
        {
            Add(migration);
        }
    }

    public void Add(MigrationDescriptor migration)
    {
        for (var revision = _graph.Tree(migration.Tree).TargetOf(migration); revision is not null && _reached.Add(revision); revision = revision.Parent)
        {
            // Where one is reached already, so are all before it.
        }
    }

    public bool Contains(Dependency need) => need.Find(_graph) is { } revision && _reached.Contains(revision);
}
