using System.Globalization;
using Migrations.Engine.Model;

namespace Migrations.Engine.Expecting;

// Compares what migrations expect with what the database has.
internal static class SurroundingFindings
{
    private const int MaxNames = 12;

    public static IReadOnlyList<Finding> Find(IReadOnlyList<Expectation> expectations, Surroundings surroundings, string database, bool refusesMissing)
    {
        var collections = surroundings.Collections ?? [];
        // An empty database waits for its first data.
        var missing = collections.Count == 0 ? [] : expectations.Where(e => !e.MayBeMissing && !collections.Contains(e.Collection, StringComparer.Ordinal));
        return
        [
            .. missing.Select(e => Missing(e, collections, database) with { IsWarning = !refusesMissing }),
            .. expectations.Where(e => surroundings.Samples.ContainsKey(e.Migration)).SelectMany(e => Unseen(e, surroundings.Samples[e.Migration])),
        ];
    }

    private static Finding Missing(Expectation expectation, IReadOnlyList<string> collections, string database)
    {
        var identity = expectation.Migration.Identity;
        var like = SimilarName.Find(expectation.Collection, collections) is { } similar ? $" '{similar}' is the most similar one." : "";
        return new Finding(
            MigrationErrorCode.CollectionMissing,
            expectation.Migration,
            $"Migration {identity} '{identity.Title}' works on the collection '{expectation.Collection}', which {database} does not have, though it has others ({Listing(collections)}).{like} If the name is wrong, it migrates nothing and counts as applied. Correct it; or, if the collection may be missing, say so: 'public override bool MayBeMissing => true;'.");
    }

    private static IEnumerable<Finding> Unseen(Expectation expectation, SampledNames sample)
    {
        if (sample.Documents == 0)
        {
            yield break;
        }

        var names = sample.Names.ToHashSet(StringComparer.Ordinal);
        var free = sample.Names.Where(n => n != "_id" && !expectation.Members.Any(m => m.Element == n)).ToList();
        foreach (var member in expectation.Members.Where(m => !names.Contains(m.Element)))
        {
            var similar = SimilarName.Find(member.Element, free);
            if (similar is not null || !member.MayBeNew)
            {
                yield return Unseen(expectation, member, sample, similar);
            }
        }
    }

    private static Finding Unseen(Expectation expectation, ExpectedMember member, SampledNames sample, string? similar)
    {
        var identity = expectation.Migration.Identity;
        var like = similar is null ? "" : $" '{similar}' is the most similar one.";
        return new Finding(
            MigrationErrorCode.MemberUnseen,
            expectation.Migration,
            $"Migration {identity} '{identity.Title}' reads '{member.Element}' ({member.Name}), which none of {sample.Documents.ToString("N0", CultureInfo.InvariantCulture)} document(s) of '{expectation.Collection}' that were looked at has. They have {Listing(sample.Names)}.{like} If the name is wrong, the member keeps its default in every document. Correct it, for example with [BsonElement].")
        {
            IsWarning = true,
        };
    }

    private static string Listing(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxNames).Select(n => $"'{n}'")) + (names.Count > MaxNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MaxNames:N0} more") : "");
}
