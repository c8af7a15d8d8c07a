using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Migrations.Engine.Model;
using Migrations.Engine.Wording;

namespace Migrations.Host.Linting;

// The migrations of a plugin as they were built last, checked in beside the project. A line each, so that branches merge.
internal sealed record LockFile(IReadOnlyList<LockedMigration> Migrations)
{
    public const string Name = "migrations.lock.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };

    public static LockFile Of(RevisionGraph graph) => new(
    [
        .. graph.Trees.SelectMany(tree => tree.Migrations.OrderBy(m => m.Id, RevisionId.Comparer).Select(m => new LockedMigration
        {
            Tree = m.Tree, Id = m.Id, Line = m.Line, OneShot = m.OneShot, Parent = tree.OriginOf(m)?.Id, Checksum = m.Checksum,
        })),
    ]);

    // Null if there is none.
    public static async Task<LockFile?> ReadAsync(string path, CancellationToken cancellationToken) =>
        File.Exists(path) ? Parse(await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false), path) : null;

    public static LockFile Parse(string text, string place)
    {
        try
        {
            return JsonSerializer.Deserialize<List<LockedMigration?>>(text, Json) is { } read && !read.Contains(null) ? new LockFile([.. read.OfType<LockedMigration>()]) : throw new JsonException("It is no list of migrations.");
        }
        catch (JsonException e)
        {
            throw new MigrationException(MigrationErrorCode.FileUnusable, $"The lock file '{place}' cannot be read: {Sentence.Of(e.Message)} Nothing was compared. After a merge, resolve its conflicts: keep the lines of both sides. Or delete it; the next build writes it again.", e);
        }
    }

    public string ToText()
    {
        var text = new StringBuilder("[\n");
        foreach (var (place, migration) in Migrations.Index())
        {
            text.Append("  ").Append(JsonSerializer.Serialize(migration, Json)).Append(place == Migrations.Count - 1 ? "\n" : ",\n");
        }

        return text.Append("]\n").ToString();
    }

    public LockedMigration? Find(LockedMigration other) => Migrations.FirstOrDefault(m => m.Tree == other.Tree && m.Id == other.Id);
}

internal sealed record LockedMigration
{
    public required string Tree { get; init; }

    public required string Id { get; init; }

    public string? Line { get; init; }

    public string? OneShot { get; init; }

    // The id of the revision before it; none for the first.
    public string? Parent { get; init; }

    public required string Checksum { get; init; }

    public override string ToString() => $"{Tree}@{Id}";
}
