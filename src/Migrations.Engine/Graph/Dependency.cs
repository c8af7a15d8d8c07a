using Migrations.Engine.Naming;
using Migrations.Engine.Discovery;

namespace Migrations.Engine.Graph;

// What a migration waits for in another tree: one revision, or all that is planned there.
internal sealed record Dependency(string Tree, string? Revision)
{
    public static IEnumerable<Dependency> Of(MigrationDescriptor migration) => migration.DependsOn.Select(Parse);

    public Revision? Find(RevisionGraph graph)
    {
        var found = graph.Tree(Tree).Revisions.Where(r => RevisionName.Fits(Revision!, r.Id, r.Line, r.Version)).Take(2).ToList();
        return found.Count == 1 ? found[0] : null;
    }

    public override string ToString() => Revision is null ? Tree : $"{Tree}@{Revision}";

    private static Dependency Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? new Dependency(text, null) : new Dependency(text[..at], text[(at + 1)..]);
    }
}
