using System.Globalization;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Reporting;

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
