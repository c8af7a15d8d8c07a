using System.Diagnostics;
using Migrations.Engine.Kinds.TypeMoves;
using Migrations.Engine.Kinds.Typed;
using Migrations.Bytes;
using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Engine.Tests.Kinds.Typed;

// Eight times the elements are about eight times the work; were each compared with each, it would be sixty-four times. What is between is for the machine.
[NonParallelizable]
public sealed class LargeDocumentTests
{
    private const int Few = 2_000;
    private const int Many = 8 * Few;
    private const int Most = 24;

    // On a machine that is busy, one of them is not disturbed; what is compared each with each stays too slow in all.
    private const int Attempts = 8;

    [Test]
    public void A_long_list_whose_elements_all_change() => AssertInStep<Lists>(
        count => new BsonDocument("Items", new BsonArray(Enumerable.Range(0, count).Select(i => new BsonDocument { { "Number", i }, { "other", i } }))),
        document => document.Items!.ForEach(item => item.Number += 1_000_000));

    [Test]
    public void A_long_list_that_is_turned_round() => AssertInStep<Lists>(
        count => new BsonDocument("Items", new BsonArray(Enumerable.Range(0, count).Select(i => new BsonDocument { { "Number", i }, { "other", i } }))),
        document => document.Items!.Reverse());

    [Test]
    public void Many_elements_that_no_member_has() => AssertInStep<Bag>(Names, document => Change(document.Rest!));

    [Test]
    public void Many_elements_that_the_code_takes_out_and_puts_in() => AssertInStep<Bag>(Names, document => document.Rest = new BsonDocument(document.Rest!.Select(e => new BsonElement("new" + e.Name, e.Value))));

    [Test]
    public void A_large_value_without_a_class() => AssertInStep<Open>(count => new BsonDocument("Value", Names(count)), document => Change(document.Value!));

    [Test]
    public void A_large_dictionary() => AssertInStep<Entries>(
        count => new BsonDocument("Values", Names(count)),
        document => document.Values!.Keys.ToList().ForEach(key => document.Values[key]++));

    private static BsonDocument Names(int count) => new(Enumerable.Range(0, count).Select(i => new BsonElement($"name{i}", i)));

    private static void Change(BsonDocument document)
    {
        for (var i = 0; i < document.ElementCount; i++)
        {
            document[i] = document[i].AsInt32 + 1;
        }
    }

    private static void AssertInStep<T>(Func<int, BsonDocument> document, Action<T> body)
        where T : class
    {
        var ratio = double.MaxValue;
        for (var i = 0; i < Attempts && ratio >= Most; i++)
        {
            var few = TimeOf(document(Few), body);
            ratio = Math.Min(ratio, TimeOf(document(Many), body) / few);
        }

        Assert.That(ratio, Is.LessThan(Most));
    }

    // The best of some, after one that does not count.
    private static TimeSpan TimeOf<T>(BsonDocument document, Action<T> body)
        where T : class
    {
        using var transform = new TypedTransform<T, T>((_, output) => body(output), TypeRewriting.None);
        var raw = new BsonDocument("_id", 1).AddRange(document).ToRaw();
        Assert.That(transform.Apply(raw), Is.Not.Null);
        return Enumerable.Range(0, 5).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            transform.Apply(raw);
            return watch.Elapsed;
        });
    }

    private sealed class Lists
    {
        public int Id { get; set; }

        public List<Item>? Items { get; set; }
    }

    private sealed class Item
    {
        public int Number { get; set; }
    }

    private sealed class Bag
    {
        public int Id { get; set; }

        [BsonExtraElements]
        public BsonDocument? Rest { get; set; }
    }

    private sealed class Open
    {
        public int Id { get; set; }

        public BsonDocument? Value { get; set; }
    }

    private sealed class Entries
    {
        public int Id { get; set; }

        public Dictionary<string, int>? Values { get; set; }
    }
}
