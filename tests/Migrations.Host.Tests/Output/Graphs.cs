using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;

namespace Migrations.Host.Tests.Output;

// Graphs as a plugin would declare them.
internal static class Graphs
{
    public static string Id(int number) => $"20260101{number:D6}";

    public static MigrationDescriptor Migration(int number, string? line = null, string? parent = null, string? version = null, string title = "", string tree = "data") => new()
    {
        Identity = new MigrationIdentity { Tree = tree, Id = Id(number), Title = title.Length == 0 ? $"Step {number}" : title, Line = line, Version = version },
        Type = typeof(object),
        Checksum = "c",
        File = $"{tree}/{number}.cs",
        SourceLine = number,
        Parent = parent,
    };

    public static MigrationDescriptor OneShot(int number, string name, string from, string to, string title = "", string tree = "data") =>
        Migration(number, title: title, tree: tree, parent: from) with { OneShot = name, To = to };

    public static MigrationDescriptor Barrier(int number, string? line = null, string? parent = null, string tree = "data") =>
        Migration(number, line, parent, title: $"Barrier {number}", tree: tree) with { Kind = BodyKind.Barrier };

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
}
