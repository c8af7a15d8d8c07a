using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace Migrations.Testing;

// Compares documents as values, whatever the order of their fields, and says what is different, document by document.
internal static class Comparison
{
    private const int Shown = 10;
    private static readonly JsonWriterSettings Json = new() { OutputMode = JsonOutputMode.CanonicalExtendedJson };

    public static void Require(string collection, IReadOnlyList<BsonDocument> expected, IReadOnlyList<BsonDocument> actual)
    {
        var (wanted, found) = (ById(expected), ById(actual));
        var differences = wanted.Keys.Union(found.Keys).Order(StringComparer.Ordinal).Select(id => Difference(id, wanted.GetValueOrDefault(id), found.GetValueOrDefault(id))).OfType<string>().ToList();
        if (differences.Count > 0)
        {
            throw new MigrationAssertionException($"The collection '{collection}' has {differences.Count} document(s) that are not as expected:\n  {string.Join("\n  ", differences.Take(Shown))}{(differences.Count > Shown ? $"\n  and {differences.Count - Shown} more" : "")}");
        }
    }

    public static void RequireSame(string fact, string before, string after)
    {
        if (before != after)
        {
            var (first, second) = (before.Split('\n'), after.Split('\n'));
            throw new MigrationAssertionException($"{fact}\n  before: {string.Join("\n          ", first.Except(second).Take(Shown))}\n  after:  {string.Join("\n          ", second.Except(first).Take(Shown))}");
        }
    }

    // A document a line, sorted by _id.
    public static string TextOf(IEnumerable<BsonDocument> documents) => string.Join('\n', documents.Select(d => (Id: IdOf(d), Text: d.ToJson(Json))).OrderBy(d => d.Id, StringComparer.Ordinal).Select(d => d.Text));

    private static Dictionary<string, BsonDocument> ById(IReadOnlyList<BsonDocument> documents)
    {
        var byId = new Dictionary<string, BsonDocument>(StringComparer.Ordinal);
        foreach (var document in documents)
        {
            if (!byId.TryAdd(IdOf(document), document))
            {
                throw new MigrationAssertionException($"Two documents have the _id {IdOf(document)}.");
            }
        }

        return byId;
    }

    private static string? Difference(string id, BsonDocument? expected, BsonDocument? actual) =>
        expected is null ? $"{id}: is there, but should not be: {actual!.ToJson(Json)}"
        : actual is null ? $"{id}: is missing: {expected.ToJson(Json)}"
        : Sorted(expected) == Sorted(actual) ? null
        : $"{id}:\n    expected {expected.ToJson(Json)}\n    but was  {actual.ToJson(Json)}";

    // BSON tells 1 (int) from 1.0 (double), and so does this.
    private static string Sorted(BsonValue value) => value switch
    {
        BsonDocument document => $"{{{string.Join(',', document.OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => $"{e.Name.ToJson()}:{Sorted(e.Value)}"))}}}",
        BsonArray array => $"[{string.Join(',', array.Select(Sorted))}]",
        _ => value.ToJson(Json),
    };

    private static string IdOf(BsonDocument document) => document.TryGetValue("_id", out var id) ? id.ToJson(Json) : throw new MigrationAssertionException($"An expected document has no _id: {document.ToJson(Json)}");
}
