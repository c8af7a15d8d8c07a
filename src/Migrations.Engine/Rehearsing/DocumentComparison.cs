using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Documents;
using Migrations.Engine.Reporting;

namespace Migrations.Engine.Rehearsing;

// Counts documents that came back, and says of the first that did not what is different.
internal sealed class DocumentComparison(string collection)
{
    private const int Shown = 10;
    private const int ShownPaths = 3;
    private readonly List<RehearsalDifference> _differences = [];

    public long Documents { get; private set; }

    public long Different { get; private set; }

    public IReadOnlyList<RehearsalDifference> Differences => _differences;

    // Null where there is no such document.
    public void Compare(BsonValue id, RawDocument? before, RawDocument? after)
    {
        Documents++;
        if (before is null || after is null || (before.Value != after.Value && ContentHash.Of(before.Value) != ContentHash.Of(after.Value)))
        {
            Different++;
            if (_differences.Count < Shown)
            {
                _differences.Add(new RehearsalDifference { Collection = collection, Id = id, Text = TextOf(before, after) });
            }
        }
    }

    private static string TextOf(RawDocument? before, RawDocument? after)
    {
        if (before is not { } was)
        {
            return "was not there before";
        }

        if (after is not { } current)
        {
            return "is gone";
        }

        var difference = RawDifference.Between(current, was);
        if (difference.RequiresReplacement)
        {
            return "is another document";
        }

        var update = difference.ToUpdate().AsDocument;
        var paths = Paths(update, "$set").Select(f => $"'{f.Name}' was {Short(f.Value)}").Concat(Paths(update, "$unset").Select(f => $"'{f.Name}' was not there")).ToList();
        return string.Join(", ", paths.Take(ShownPaths)) + (paths.Count > ShownPaths ? $" and {paths.Count - ShownPaths} more" : "");
    }

    private static List<RawElement> Paths(RawDocument update, string operation)
    {
        var paths = new List<RawElement>();
        if (update.TryGetValue(operation, out var fields))
        {
            foreach (var field in fields.AsDocument)
            {
                paths.Add(field);
            }
        }

        return paths;
    }

    private static string Short(RawValue value)
    {
        const int Longest = 60;
        var text = value.ToString();
        return text.Length <= Longest ? text : text[..Longest] + "...";
    }
}
