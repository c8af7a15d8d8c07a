using Migrations.TestKit;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Tests.Kinds.TypeMoves;

namespace Migrations.Engine.Tests.Passes.Batches;

public sealed class ContentHashTests
{
    private const int Rounds = 3_000;
    private static readonly string[] Texts = ["a", "", "another"];

    [Test]
    public void The_order_of_fields_does_not_count() =>
        Assert.That(Hash("""{ "a": 1, "b": { "c": 2, "d": 3 } }"""), Is.EqualTo(Hash("""{ "b" : { "d" : 3, "c" : 2 }, "a" : 1 }""")));

    [TestCase("""{ "a": 2 }""")]
    [TestCase("""{ "a": { "$numberLong": "1" } }""")]
    [TestCase("""{ "b": 1 }""")]
    [TestCase("""{ "a": 1, "b": null }""")]
    [TestCase("""{ "a": 1, "a": 1 }""")]
    public void Another_content_has_another_hash(string other) => Assert.That(Hash("""{ "a": 1 }"""), Is.Not.EqualTo(Hash(other)));

    [Test]
    public void The_order_of_an_array_counts() => Assert.That(Hash("""{ "a": [1, 2] }"""), Is.Not.EqualTo(Hash("""{ "a" : [2, 1] }""")));

    // Kept documents have their hashes with them, so these must stay what they are.
    [Test]
    public void The_bytes_give_what_the_objects_give()
    {
        var documents = new RandomDocuments(5);
        for (var round = 0; round < Rounds; round++)
        {
            var document = documents.Next(Texts);

            Assert.That(ContentHash.Of(document), Is.EqualTo(OfObjects(document.ToBsonDocument())), document.ToString());
        }
    }

    [Test]
    public void A_long_name_of_a_nested_document_is_hashed_as_well()
    {
        var document = new BsonDocument(new string('n', 1000), new BsonDocument("a", 1));

        Assert.That(ContentHash.Of(document.ToRaw()), Is.EqualTo(OfObjects(document)));
    }

    [Test]
    public void No_nesting_is_too_deep()
    {
        const int Levels = 20_000;
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        for (var i = 0; i < Levels; i++)
        {
            writer.WriteStartDocument("n");
        }

        for (var i = 0; i <= Levels; i++)
        {
            writer.WriteEndDocument();
        }

        Assert.That(ContentHash.Of(writer.ToRawDocument()), Is.Not.Zero);
    }

    [Test]
    public void What_an_update_makes_of_a_document_has_the_same_hash_without_the_document()
    {
        var (documents, random) = (new RandomDocuments(7), new Random(7));
        var (known, unknown) = (0, 0);
        using var update = new DocumentUpdate();
        for (var round = 0; round < Rounds; round++)
        {
            var document = WithTwins(documents.Next(Texts), random);
            ChangeSomething(update, documents.Next(Texts), random);
            var after = document.ToBsonDocument();
            UpdatePath.Apply(after, update.ToUpdate());

            var hash = ContentHash.After(document, ContentHash.Of(document), update.ToUpdate());

            (known, unknown) = hash is null ? (known, unknown + 1) : (known + 1, unknown);
            Assert.That(hash ?? ContentHash.Of(after.ToRaw()), Is.EqualTo(OfObjects(after)), $"{document} {update.ToUpdate()}");
            Assert.That(HashOfChange(document, update), Is.EqualTo(OfObjects(after)), $"{document} {update.ToUpdate()}");
        }

        Assert.That(known, Is.GreaterThan(Rounds / 3));
        Assert.That(unknown, Is.GreaterThan(Rounds / 10));
    }

    [TestCase("""{ "$set": { "a.b": 1 } }""")]
    [TestCase("""{ "$unset": { "twin": "" } }""")]
    [TestCase("""{ "$inc": { "a": 1 } }""")]
    public void What_the_update_does_not_say_by_itself_is_left_to_others(string update)
    {
        var document = DuplicateNames.Parse("""{ "a": 1, "twin": 1, "twin": 2 }""").ToRaw();

        Assert.That(ContentHash.After(document, 0, BsonDocument.Parse(update).ToRaw()), Is.Null);
    }

    private static long Hash(string json) => ContentHash.Of(DuplicateNames.Parse(json).ToRaw());

    private static long HashOfChange(RawDocument document, DocumentUpdate update)
    {
        using var transform = new Fixed(update.ToUpdate());
        using var page = Effects.Page(document.ToBsonDocument());
        using var batch = Batch.Create(page, transform, f => throw f.Cause!);
        Assert.That(batch.Changes[0].Hashes(), Is.EqualTo((ContentHash.Of(document), batch.Changes[0].HashAfter())));
        return batch.Changes[0].HashAfter();
    }

    private static RawDocument WithTwins(RawDocument document, Random random)
    {
        var changed = document.ToBsonDocument();
        if (changed.ElementCount > 1 && random.Next(5) == 0)
        {
            changed.Add(changed.Names.ElementAt(random.Next(1, changed.ElementCount)), 1);
        }

        return changed.ToRaw();
    }

    // Fields that the document has, fields that it lacks, and now and then one inside another.
    private static void ChangeSomething(DocumentUpdate update, RawDocument values, Random random)
    {
        update.Clear();
        update.Set("new", random.Next());
        foreach (var element in values)
        {
            var path = random.Next(12) == 0 ? $"{element.Name}.inside" : element.Name;
            if (random.Next(3) == 0)
            {
                update.Unset(path);
            }
            else if (element.Name != "_id")
            {
                update.Set(path, element.Value);
            }
        }
    }

    // The definition: SHA-256 of each field, documents within as the number that their own fields add up to.
    private static long OfObjects(BsonDocument document)
    {
        var sum = 0L;
        foreach (var field in document.Elements)
        {
            using var writer = new RawWriter();
            if (field.Value is BsonDocument nested)
            {
                writer.WriteInt64(field.Name, OfObjects(nested));
            }
            else
            {
                writer.WriteValue(field.Name, field.Value);
            }

            sum = unchecked(sum + BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(writer.WrittenSpan)));
        }

        return sum;
    }

    private sealed class Fixed(RawDocument update) : IDocumentTransform
    {
        public DocumentChange? Apply(RawDocument document) => new DocumentChange(new RawValue(BsonType.Document, update.Bytes), null);
    }
}
