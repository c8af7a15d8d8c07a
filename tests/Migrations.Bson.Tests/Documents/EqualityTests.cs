namespace Migrations.Bson.Tests.Documents;

public class EqualityTests
{
    [Test]
    public void Documents_that_were_built_are_equal_by_their_content()
    {
        var one = new BsonDocument { { "a", new BsonArray([1, 2]) } };

        Assert.That(one.Equals(new BsonDocument { { "a", new BsonArray([1, 2]) } }));
        Assert.That(one.Equals(new BsonDocument { { "a", new BsonArray([2, 1]) } }), Is.False);
    }

    [Test]
    public void A_document_that_was_read_equals_one_that_was_built()
    {
        var built = new BsonDocument { { "a", 1 } };

        Assert.That(BsonDocument.FromRaw(built.ToRaw()).Equals(built));
        Assert.That(built.GetHashCode(), Is.EqualTo(BsonDocument.FromRaw(built.ToRaw()).GetHashCode()));
    }

    [Test]
    public void Numbers_of_different_types_are_not_equal()
    {
        Assert.That((BsonValue)1 == 1L, Is.False);
        Assert.That((BsonValue)1 == 1.0, Is.False);
        Assert.That((BsonValue)0.0 == -0.0, Is.False);
    }

    [Test]
    public void The_order_of_fields_counts() =>
        Assert.That(new BsonDocument { { "a", 1 }, { "b", 2 } }.Equals(new BsonDocument { { "b", 2 }, { "a", 1 } }), Is.False);
}
