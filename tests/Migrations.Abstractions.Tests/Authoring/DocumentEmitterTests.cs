using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Abstractions.Tests.Authoring;

public sealed class DocumentEmitterTests
{
    private static readonly ObjectId Known = new(Convert.FromHexString("65f0c1d2000102030405aabb"));

    [Test]
    public void An_id_that_is_derived_is_the_same_every_time()
    {
        var first = Emit("shop@1/orders", 7, 2);

        Assert.That(Emit("shop@1/orders", 7, 2), Is.EqualTo(first));
        // The first 12 bytes of SHA-256 over the migration, a zero, the type and the bytes of the _id, and the number.
        Assert.That(Emit("shop@1/orders", 7, 1)[0].ToString(), Is.EqualTo("e4eb8af4bb4a926c24f7f6ba"));
    }

    [Test]
    public void Source_number_and_migration_make_ids_differ()
    {
        var ids = Emit("shop@1/orders", 7, 3).Concat(Emit("shop@1/orders", 7L, 3)).Concat(Emit("shop@1/orders", 8, 3)).Concat(Emit("shop@2/orders", 7, 3)).Concat(Emit("shop@1/old", 7, 3)).ToList();

        Assert.That(ids, Is.Unique.And.Exactly(15).Items);
    }

    [Test]
    public void A_derived_id_keeps_the_time_of_the_one_it_comes_from() =>
        Assert.That(Emit("shop@1/orders", Known, 1)[0].CreationTime, Is.EqualTo(Known.CreationTime));

    [Test]
    public void A_document_gets_its_id_in_front_and_keeps_one_of_its_own()
    {
        var emit = Begin(1);

        var derived = emit.Insert(new BsonDocument { { "a", 1 }, { "b", 2 } });
        var given = emit.Insert("other", new BsonDocument { { "a", 1 }, { "_id", "x" } });

        Assert.That(emit.Inserts[0].Document.ToBsonDocument().Names, Is.EqualTo(new[] { "_id", "a", "b" }));
        Assert.That(emit.Inserts[0].Document["_id"].ToBsonValue(), Is.EqualTo(derived));
        Assert.That(given, Is.EqualTo((BsonValue)"x"));
        Assert.That(emit.Inserts.Select(i => i.Collection), Is.EqualTo(new[] { "target", "other" }));
    }

    [Test]
    public void An_object_whose_id_nobody_set_gets_one_of_its_type()
    {
        var emit = Begin(1);

        emit.Insert(new WithObjectId());
        emit.Insert(new WithGuid());
        emit.Insert(new WithAny());
        emit.Insert(new WithObjectId { Id = MongoDB.Bson.ObjectId.Parse(Known.ToString()) });

        Assert.That(emit.Inserts.Select(i => i.Id.BsonType), Is.EqualTo(new[] { BsonType.ObjectId, BsonType.Binary, BsonType.ObjectId, BsonType.ObjectId }));
        Assert.That(emit.Inserts[0].Id.AsObjectId, Is.Not.EqualTo(ObjectId.Empty));
        Assert.That(emit.Inserts[1].Id.AsGuid.Version, Is.EqualTo(8));
        Assert.That(emit.Inserts[3].Id.AsObjectId, Is.EqualTo(Known));
    }

    [Test]
    public void The_next_document_begins_with_nothing()
    {
        var emit = Begin(1);
        emit.Insert(new BsonDocument());
        emit.Merge(1, """{ "$inc": { "n": 1 } }""");
        emit.DeleteSource();

        emit.Begin(new BsonDocument("_id", 2).ToRaw());

        Assert.That((emit.Inserts.Count, emit.Merges.Count, emit.DeletesSource), Is.EqualTo((0, 0, false)));
    }

    [Test]
    public void A_merge_replaces_nothing()
    {
        var emit = Begin(1);

        emit.Merge("sums", "a", """[{ "$set": { "n": 1 } }]""");

        Assert.That(emit.Merges.Single(), Has.Property("Collection").EqualTo("sums").And.Property("Update").InstanceOf<BsonArray>());
        Assert.That(() => emit.Merge(1, """{ "n": 1 }"""), Throws.ArgumentException.With.Message.Contains("update operators"));
        Assert.That(() => emit.Merge(1, "{}"), Throws.ArgumentException);
    }

    private static DocumentEmitter Begin(BsonValue id, string space = "")
    {
        var emit = new DocumentEmitter("target", space);
        emit.Begin(new BsonDocument("_id", id).ToRaw());
        return emit;
    }

    private static List<ObjectId> Emit(string space, BsonValue id, int count)
    {
        var emit = Begin(id, space);
        return [.. Enumerable.Range(0, count).Select(_ => emit.Insert(new BsonDocument("a", 1)).AsObjectId)];
    }

    private sealed class WithObjectId
    {
        public MongoDB.Bson.ObjectId Id { get; set; }
    }

    private sealed class WithGuid
    {
        [MongoDB.Bson.Serialization.Attributes.BsonGuidRepresentation(MongoDB.Bson.GuidRepresentation.Standard)]
        public Guid Id { get; set; }
    }

    private sealed class WithAny
    {
        public object? Id { get; set; }
    }
}
