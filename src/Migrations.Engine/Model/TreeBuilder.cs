using NuGet.Versioning;

namespace Migrations.Engine.Model;

// Puts the migrations of a tree into their places. What does not fit is a fault that names files and lines; all faults are collected.
internal sealed class TreeBuilder(string name, MigrationTreeAttribute? declaration, IEnumerable<MigrationDescriptor> migrations, List<CatalogueFault> faults)
{
    private readonly List<MigrationDescriptor> _migrations = [.. migrations.OrderBy(m => m.Id, RevisionId.Comparer)];

    public RevisionTree Build()
    {
        var regular = _migrations.Where(m => m.OneShot is null).ToList();
        var revisions = CreateRevisions(regular, FindParents(regular));
        var oneShots = _migrations.Where(m => m.OneShot is not null).Select(m => CreateOneShot(m, revisions)).OfType<OneShot>().ToList();
        var tree = new RevisionTree(name, revisions, oneShots, declaration);
        faults.AddRange(TreeFaults.Find(tree));
        return tree;
    }

    // By id; null for base.
    private Dictionary<string, MigrationDescriptor?> FindParents(List<MigrationDescriptor> regular)
    {
        var byId = regular.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var versions = regular.ConvertAll(m => RevisionName.Version(m.Identity.Version));
        var parents = new Dictionary<string, MigrationDescriptor?>(StringComparer.Ordinal);
        foreach (var (place, migration) in regular.Index())
        {
            parents.Add(migration.Id, migration.Parent switch
            {
                null => regular.FindLastIndex(place, m => m.Line == migration.Line && !RevisionId.IsName(m.Id) && RevisionId.Comparer.Compare(m.Id, migration.Id) < 0) is var before and >= 0 ? regular[before] : null,
                RevisionName.Base => null,
                var parent when byId.TryGetValue(parent, out var named) => named,
                var parent => FindParent(migration, RevisionName.Parse(parent), regular, versions),
            });
        }

        return parents;
    }

    private MigrationDescriptor? FindParent(MigrationDescriptor migration, RevisionName parent, List<MigrationDescriptor> regular, List<SemanticVersion?> versions)
    {
        var found = regular.Where((m, i) => parent.Fits(m.Id, m.Line, versions[i])).ToList();
        if (found.Count != 1)
        {
            faults.Add(new CatalogueFault($"{migration.Place}: {migration.Type.FullName} has the parent '{migration.Parent}', which is {Trouble(found)}.", migration));
        }

        return found.FirstOrDefault();
    }

    private static string Trouble(List<MigrationDescriptor> found) => found.Count == 0
        ? "not a revision of its tree. Name an id, line@version, or base"
        : $"ambiguous: {string.Join(", ", found.Select(m => $"{m.Id} at {m.Place}"))}. Name the id";

    // Each after its parent, and among those that could be next the oldest first.
    private List<Revision> CreateRevisions(List<MigrationDescriptor> regular, Dictionary<string, MigrationDescriptor?> parents)
    {
        var created = new Dictionary<string, Revision>(StringComparer.Ordinal);
        var children = regular.ToLookup(m => parents[m.Id]?.Id);
        var ready = new PriorityQueue<MigrationDescriptor, string>(children[null].Select(m => (m, m.Id)), RevisionId.Comparer);
        var ordered = new List<Revision>(regular.Count);
        while (ready.TryDequeue(out var migration, out _))
        {
            var revision = new Revision(migration, parents[migration.Id] is { } parent ? created[parent.Id] : null);
            created.Add(migration.Id, revision);
            ordered.Add(revision);
            ready.EnqueueRange(children[migration.Id].Select(m => (m, m.Id)));
        }

        var left = regular.Where(m => !created.ContainsKey(m.Id)).ToList();
        if (left.Count > 0)
        {
            faults.Add(new CatalogueFault($"{left.Count} migration(s) of the tree '{name}' are in a cycle of parents, or after one: {string.Join(", ", left.Select(m => $"{m.Id} from {m.Parent} at {m.Place}"))}. A revision comes after its parent."));
        }

        return ordered;
    }

    private OneShot? CreateOneShot(MigrationDescriptor migration, List<Revision> revisions)
    {
        var from = Find(migration.Parent!, revisions);
        var to = Find(migration.To!, revisions);
        foreach (var (text, found) in new[] { (migration.Parent!, from), (migration.To!, to) })
        {
            if (text != RevisionName.Base && found.Count != 1)
            {
                faults.Add(new CatalogueFault($"{migration.Place}: {migration.Type.FullName}, the one-shot '{migration.OneShot}', names '{text}', which is {Trouble([.. found.Select(r => r.Migration)])}.", migration));
            }
        }

        return to.Count == 1 && (from.Count == 1 || migration.Parent == RevisionName.Base) ? new OneShot(migration, from.FirstOrDefault(), to[0]) : null;
    }

    private static List<Revision> Find(string text, List<Revision> revisions)
    {
        var parsed = RevisionName.Parse(text);
        return [.. revisions.Where(r => parsed.Fits(r.Id, r.Line, r.SemanticVersion))];
    }
}
