using System.Globalization;
using System.Text;
using Migrations.Bytes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Reporting;
using MongoDB.Bson;

namespace Migrations.Engine.Running.Rehearsing;

// Counts the documents that were restored, and describes the first differences.
internal sealed class DocumentComparison(string collection)
{
    private const int Shown = 10;
    private readonly List<RehearsalDifference> _differences = [];

    public long Documents { get; private set; }

    public long Different { get; private set; }

    public IReadOnlyList<RehearsalDifference> Differences => _differences;

    // Null if there is no such document.
    public void Compare(BsonValue id, RawDocument? before, RawDocument? after)
    {
        Documents++;
        if (before is null || after is null || (before.Value != after.Value && ContentHash.Of(before.Value) != ContentHash.Of(after.Value)))
        {
            Different++;
            if (_differences.Count < Shown)
            {
                _differences.Add(Describe(id, before, after));
            }
        }
    }

    private RehearsalDifference Describe(BsonValue id, RawDocument? before, RawDocument? after)
    {
        if (before is not { } was || after is not { } current)
        {
            return new RehearsalDifference { Collection = collection, Id = id, Text = before is null ? "was not there before" : "is gone" };
        }

        List<FieldDifference> fields = [.. FieldDifferences.Between(was, current)];
        return fields is [var first, ..]
            ? new RehearsalDifference { Collection = collection, Id = id, Path = first.Path, Before = first.Before?.ToText(), After = first.After?.ToText(), Text = $"{first}{More(fields.Count - 1)}" }
            : new RehearsalDifference { Collection = collection, Id = id, Text = "is another document" };
    }

    private static string More(int fields) => fields == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {fields:N0} more field{(fields == 1 ? " is" : "s are")} different");
}

// The differences of two documents, field by field at every depth, in the order of the first document. The order of fields does not count.
internal static class FieldDifferences
{
    public static IEnumerable<FieldDifference> Between(RawDocument before, RawDocument after) => Between(before, after, "");

    private static IEnumerable<FieldDifference> Between(RawDocument before, RawDocument after, string above)
    {
        foreach (var field in before)
        {
            var path = Join(above, field);
            if (!TryFind(after, field, out var value))
            {
                yield return new FieldDifference(path, field.Value, null);
                continue;
            }

            foreach (var difference in Between(field.Value, value, path))
            {
                yield return difference;
            }
        }

        foreach (var field in after)
        {
            if (!TryFind(before, field, out _))
            {
                yield return new FieldDifference(Join(above, field), null, field.Value);
            }
        }
    }

    private static IEnumerable<FieldDifference> Between(RawValue before, RawValue after, string path) =>
        before == after ? []
        : before.Type == after.Type && before.Type is BsonType.Document or BsonType.Array ? Between(new RawDocument(before.Bytes), new RawDocument(after.Bytes), path)
        : [new FieldDifference(path, before, after)];

    private static bool TryFind(RawDocument document, RawElement field, out RawValue value) => document.TryGetValue(field.NameUtf8, out value);

    private static string Join(string above, RawElement field)
    {
        var name = Encoding.UTF8.GetString(field.NameUtf8);
        return above.Length == 0 ? name : $"{above}.{name}";
    }
}

// Null if there is no such field.
internal sealed record FieldDifference(string Path, RawValue? Before, RawValue? After)
{
    public override string ToString() =>
        Before is not { } was ? $"'{Path}' was not there, and is {After!.Value.ToText()}"
        : After is not { } current ? $"'{Path}' was {was.ToText()}, and is gone"
        : $"'{Path}' was {was.ToText()}, and is {current.ToText()}";
}
