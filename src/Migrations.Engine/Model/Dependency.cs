namespace Migrations.Engine.Model;

// What a migration waits for in another tree: one revision, or all that is planned there.
internal sealed record Dependency(string Tree, string? Revision)
{
    public static IEnumerable<Dependency> Of(MigrationDescriptor migration) => migration.DependsOn.Select(Parse);

    // Null if no revision has that name, or several have.
    public Revision? Find(RevisionGraph graph) => graph.Tree(Tree).Named(Revision!) is [var only] ? only : null;

    public override string ToString() => Revision is null ? Tree : $"{Tree}@{Revision}";

    public static Dependency Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at < 0 ? new Dependency(text, null) : new Dependency(text[..at], text[(at + 1)..]);
    }
}
