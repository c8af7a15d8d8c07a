using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Shared;

namespace Migrations.Engine.Expecting;

// Compares what migrations expect with what the database has.
internal static class ExpectationFindings
{
    private const int MaxNames = 12;

    public static IReadOnlyList<Finding> Find(IReadOnlyList<Expectation> expectations, DatabaseContents contents, string database, bool refusesMissing)
    {
        var collections = contents.Collections ?? [];
        // An empty database does not have its first data yet.
        var missing = collections.Count == 0 ? [] : expectations.Where(e => !e.MayBeMissing && !collections.Contains(e.Collection, StringComparer.Ordinal));
        return
        [
            .. missing.Select(e => Missing(e, collections, database) with { IsWarning = !refusesMissing }),
            .. expectations.Where(e => contents.Samples.ContainsKey(e.Migration)).SelectMany(e => Unseen(e, contents.Samples[e.Migration])),
        ];
    }

    private static Finding Missing(Expectation expectation, IReadOnlyList<string> collections, string database)
    {
        var identity = expectation.Migration.Identity;
        var like = SimilarName.Find(expectation.Collection, collections) is { } similar ? $" '{similar}' is the most similar one." : "";
        return new Finding(
            MigrationErrorCode.CollectionMissing,
            expectation.Migration,
            $"Migration {identity} '{identity.Title}' works on the collection '{expectation.Collection}', which {database} does not have, though it has others ({Listing(collections)}).{like} If the name is wrong, it migrates nothing and counts as applied. Correct it; or, if the collection may be missing, declare it: 'public override bool MayBeMissing => true;'.");
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
            $"Migration {identity} '{identity.Title}' reads '{member.Element}' ({member.Name}), which none of {sample.Documents.ToString("N0", CultureInfo.InvariantCulture)} document(s) of '{expectation.Collection}' that were inspected has. They have {Listing(sample.Names)}.{like} If the name is wrong, the member keeps its default in every document. Correct it, for example with [BsonElement].")
        {
            IsWarning = true,
        };
    }

    private static string Listing(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxNames).Select(n => $"'{n}'")) + (names.Count > MaxNames ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - MaxNames:N0} more") : "");
}

// The name that somebody probably meant.
internal static class SimilarName
{
    // Null if none is close, that is if more than a third of the letters differ.
    public static string? Find(string name, IEnumerable<string> names)
    {
        var nearest = names.Select(n => (Name: n, Distance: EditDistance.Between(Fold(name), Fold(n)))).OrderBy(n => n.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= name.Length / 3 ? nearest.Name : null;
    }

    // Spellings of one name: Full_Name, fullName.
    private static string Fold(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}
