namespace Migrations.Bson.Tests.Documents;

public class ObjectIdTests
{
    [Test]
    public void New_ids_differ_and_ascend_within_a_second()
    {
        var time = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var ids = Enumerable.Range(0, 1000).Select(_ => ObjectId.GenerateNewId(time)).ToList();

        Assert.That(ids.Distinct().Count(), Is.EqualTo(1000));
        Assert.That(ids.Select(i => i.CreationTime).Distinct(), Is.EqualTo(new[] { time }));
        Assert.That(ids.Select(i => i.ToString()[8..18]).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public void Text_and_bytes_are_the_same_id()
    {
        var id = ObjectId.Parse("0123456789ABCDEF01234567");

        Assert.That(id.ToString(), Is.EqualTo("0123456789abcdef01234567"));
        Assert.That(new ObjectId(id.ToByteArray()), Is.EqualTo(id));
    }

    [TestCase("0123456789abcdef0123456")]
    [TestCase("0123456789abcdef0123456g")]
    public void Other_text_is_refused(string text) => Assert.That(() => ObjectId.Parse(text), Throws.InstanceOf<FormatException>());
}
