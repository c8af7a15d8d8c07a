using MongoDB.Bson;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Tests.Passes.Scanning;

// Collections with every kind of _id, cut wherever a draw may cut them and read in pages of any size: each document is read once, in one range.
public sealed class EveryKindTests
{
    private static readonly BsonValue[][] Kinds =
    [
        [BsonMinKey.Value],
        [BsonUndefined.Value],
        [BsonNull.Value],
        [double.NaN, double.NegativeInfinity, -1, 0L, 0.5, Decimal128.Parse("0.75"), 1, double.PositiveInfinity],
        ["", "A", "a", "b"],
        [new BsonDocument(), new BsonDocument("a", 1), new BsonDocument("a", 2)],
        [new BsonBinaryData([]), new BsonBinaryData([1]), new BsonBinaryData([2])],
        [ObjectId.Parse("000000000000000000000001"), ObjectId.Parse("ffffffffffffffffffffffff")],
        [false, true],
        [new BsonDateTime(-1), new BsonDateTime(0), new BsonDateTime(1)],
        [new BsonTimestamp(0, 1), new BsonTimestamp(1, 0)],
        [new BsonRegularExpression("a"), new BsonRegularExpression("b")],
        [new BsonJavaScript("a"), new BsonJavaScript("b")],
        [new BsonJavaScriptWithScope("a", []), new BsonJavaScriptWithScope("b", [])],
        [BsonMaxKey.Value],
    ];

    [Test]
    public void Any_two_kinds_may_be_neighbours()
    {
        foreach (var first in Kinds)
        {
            AssertReadOnce(first, first);
            foreach (var second in Kinds.SkipWhile(k => k != first).Skip(1))
            {
                AssertReadOnce([.. first, .. second], [.. first, .. second]);
            }
        }
    }

    [Test]
    public void Any_kind_may_be_missing_at_either_end()
    {
        for (var first = 0; first < Kinds.Length; first++)
        {
            for (var last = first; last < Kinds.Length; last++)
            {
                BsonValue[] ids = [.. Kinds[first..(last + 1)].SelectMany(k => k)];
                AssertReadOnce(ids, ids);
            }
        }
    }

    [Test]
    public void Any_collection_may_be_cut_anywhere()
    {
        var random = new Random(11);
        for (var i = 0; i < 2_000; i++)
        {
            var ids = Kinds.SelectMany(k => k).Where(_ => random.Next(3) > 0).ToList();
            // Some of what was drawn is gone by now.
            AssertReadOnce(ids, [.. Kinds.SelectMany(k => k).Where(_ => random.Next(5) == 0)], 1 + random.Next(4));
        }
    }

    [Test]
    public void What_a_scan_has_behind_it_is_what_it_has_read()
    {
        var random = new Random(12);
        for (var i = 0; i < 2_000; i++)
        {
            var ids = Kinds.SelectMany(k => k).Where(_ => random.Next(3) > 0).ToList();
            foreach (var range in RangePlan.Create([.. Kinds.SelectMany(k => k).Where(_ => random.Next(6) == 0)]))
            {
                var all = Read(ids, range, 1).ToList();
                var read = all.Take(random.Next(all.Count + 1)).ToList();
                var done = DonePart.Of(range, read.LastOrDefault(), isDone: false).SelectMany(part => Read(ids, part, 3)).ToList();

                Assert.That(done, Is.EqualTo(read), range.ToDocument().ToJson());
            }
        }
    }

    [Test]
    public void A_range_that_is_done_is_behind_as_a_whole() => Assert.That(DonePart.Of(IdRange.Whole, 5, isDone: true), Is.EqualTo(new[] { IdRange.Whole }));

    private static void AssertReadOnce(IReadOnlyList<BsonValue> ids, IReadOnlyList<BsonValue> boundaries, int pageSize = 2)
    {
        foreach (var cuts in new[] { [], boundaries })
        {
            var read = RangePlan.Create([.. cuts.Order(Comparer<BsonValue>.Create(QueryLanguage.Compare))]).SelectMany(range => Read(ids, range, pageSize)).ToList();

            Assert.That(read.GroupBy(id => id.ToString() + id.BsonType).Where(g => g.Count() > 1).Select(g => g.Key), Is.Empty, "read twice");
            Assert.That(read, Has.Count.EqualTo(ids.Count));
        }
    }

    // As PageReader reads.
    private static IEnumerable<BsonValue> Read(IReadOnlyList<BsonValue> ids, IdRange range, int pageSize)
    {
        BsonValue? last = null;
        while (true)
        {
            var page = KeysetPosition.After(last, range).Select(p => ids.Where(id => QueryLanguage.Matches(p.Condition, id)).Order(Comparer<BsonValue>.Create(QueryLanguage.Compare)).Take(pageSize).ToList()).FirstOrDefault(p => p.Count > 0);
            if (page is null)
            {
                yield break;
            }

            foreach (var id in page)
            {
                yield return id;
            }

            last = page[^1];
        }
    }
}
