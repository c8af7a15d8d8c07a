using Migrations.Engine.Kinds;
using Migrations.Engine.Model;

namespace Migrations.Host.Tests;

// Graphs as a plugin would declare them.
internal static class Graphs
{
    private static readonly string[] TreeNames = ["datasets", "collections", "dimensions", "notes", "obscore-config"];
    private static readonly string[] LineNames = ["ByDimensions", "ByDimensionsUuid", "Nested"];
    private static readonly string[] Words = ["Rename", "refcode", "to", "title", "in", "every", "document", "of", "items", "and", "make", "MAXIMUM", "WWWW", "x", "<b>&amp;\"", "relationship_references_to_collections", "größe", "数据库", "\n"];

    public static string Id(int number) => $"20260101{number:D6}";

    public static MigrationDescriptor Migration(int number, string? line = null, string? parent = null, string? version = null, string title = "", string tree = "data") => new()
    {
        Identity = new MigrationIdentity { Tree = tree, Id = Id(number), Title = title.Length == 0 ? $"Step {number}" : title, Line = line, Version = version },
        Type = typeof(object),
        Kind = BodyKinds.FreeForm,
        Checksum = "c",
        File = $"{tree}/{number}.cs",
        SourceLine = number,
        Parent = parent,
    };

    public static MigrationDescriptor OneShot(int number, string name, string from, string to, string title = "", string tree = "data") =>
        Migration(number, title: title, tree: tree, parent: from) with { OneShot = name, To = to };

    public static MigrationDescriptor Barrier(int number, string? line = null, string? parent = null, string tree = "data") =>
        Migration(number, line, parent, title: $"Barrier {number}", tree: tree) with { Kind = BodyKinds.Barrier };

    public static RevisionGraph Of(params IEnumerable<MigrationDescriptor> migrations) => RevisionGraph.Create(new MigrationCatalogue("test", migrations));

    // Two lines from one revision, a way between them, a barrier at the end.
    public static RevisionGraph Branched(string title = "Shared", MigrationTreeAttribute? declaration = null) => RevisionGraph.Create(new MigrationCatalogue(
        "test",
        [
            Migration(1, title: title),
            Migration(2, "int", Id(1), "1.0.0"),
            Migration(3, "uuid", Id(1), "1.0.0"),
            Barrier(4, "uuid"),
            OneShot(5, "int_1.0.0_to_uuid_1.0.0", "int@1.0.0", "uuid@1.0.0", "Number anew"),
        ],
        declaration is null ? [] : [declaration]));

    // Trees of up to three lines that branch off anywhere, with barriers, one-shots and dependencies; the same seed gives the same graph.
    public static RevisionGraph Random(int seed, int revisions = 200, int trees = 5)
    {
#pragma warning disable CA5394 // Nothing is protected by it; the seed makes it repeatable.
        var random = new Random(seed);
        var migrations = new List<MigrationDescriptor>();
        var heads = new Dictionary<(string Tree, string Line), MigrationDescriptor>();
        for (var number = 1; number <= revisions; number++)
        {
            var (tree, line) = (TreeNames[random.Next(trees)], LineNames[random.Next(LineNames.Length)]);
            var inTree = migrations.Where(m => m.Tree == tree && m.OneShot is null).ToList();
            var parent = heads.TryGetValue((tree, line), out var head) ? head.Id : inTree.Count == 0 ? "base" : inTree[random.Next(inTree.Count)].Id;
            var title = string.Join(' ', Enumerable.Range(0, random.Next(2, 14)).Select(_ => Words[random.Next(Words.Length)]));
            var migration = random.Next(25) == 0 ? Barrier(number, line, parent, tree) : Migration(number, line, parent, random.Next(3) == 0 ? null : $"{number}.0.0", title, tree);
            migration = migrations.Count > 0 && random.Next(12) == 0 && migrations[^1] is { OneShot: null } other && other.Tree != tree ? migration with { DependsOn = [$"{other.Tree}@{other.Id}"] } : migration;
            heads[(tree, line)] = migration;
            migrations.Add(migration);
            if (inTree.Count > 4 && random.Next(14) == 0 && inTree[random.Next(inTree.Count)] is { IsBarrier: false } origin && origin.Line != line)
            {
                migrations.Add(OneShot(number + 500_000, $"{origin.Line}_to_{line}_{number}", origin.Id, migration.Id, title, tree));
            }
        }
#pragma warning restore CA5394

        return Of(migrations);
    }
}
