namespace Migrations.Bson.Tests.Mapping;

public class MappingTests
{
    [Test]
    public void Every_kind_of_member_comes_back_as_it_was()
    {
        var before = new Everything
        {
            Id = ObjectId.Parse("0123456789abcdef01234567"),
            Flag = true,
            Int = 1,
            Long = 1L << 40,
            Double = 0.1,
            Single = 0.1f,
            Decimal = 79228162514264337593543950335m,
            Text = "text",
            Guid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"),
            Bytes = [1, 2],
            Time = new DateTime(2026, 1, 2, 3, 4, 5, 6, DateTimeKind.Utc),
            Offset = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)),
            Day = new DateOnly(2026, 1, 2),
            Clock = new TimeOnly(3, 4, 5),
            Span = TimeSpan.FromTicks(123456789),
            Colour = Colour.Green,
            Wide = Wide.Huge,
            Maybe = 3,
            List = ["a", "b"],
            Numbers = [1, 2],
            Array = [3],
            Set = ["x"],
            Map = new Dictionary<string, int> { ["k"] = 1 },
            Nested = new Point(1, 2),
            Document = new BsonDocument("d", 1),
            Raw = new BsonDocument("r", 1).ToRaw(),
            Value = 5L,
            Any = "any",
        };

        var document = BsonSerializer.Serialize(before);
        var after = BsonSerializer.Deserialize<Everything>(document.ToRaw());

        Assert.That(BsonSerializer.Serialize(after), Is.EqualTo(document));
        Assert.That(after.Decimal, Is.EqualTo(before.Decimal));
        Assert.That(after.Offset.EqualsExact(before.Offset));
        Assert.That(after.Single, Is.EqualTo(before.Single));
        Assert.That(after.Nested, Is.EqualTo(before.Nested));
        Assert.That(after.Any, Is.EqualTo("any"));
    }

    [Test]
    public void Members_are_written_as_the_types_that_are_promised()
    {
        var document = BsonSerializer.Serialize(new Everything { Colour = Colour.Green, Wide = Wide.Huge, Guid = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), Decimal = 1.10m });

        Assert.That(document.Names.First(), Is.EqualTo("_id"));
        Assert.That(document["Colour"], Is.EqualTo(new BsonInt32(7)));
        Assert.That(document["Wide"].BsonType, Is.EqualTo(BsonType.Int64));
        Assert.That(document["Decimal"].AsDecimal128.ToString(), Is.EqualTo("1.10"));
        Assert.That(document["Guid"].AsBsonBinaryData.Bytes.Span[..4].ToArray(), Is.EqualTo(new byte[] { 0x00, 0x11, 0x22, 0x33 }));
        Assert.That(document["Day"].BsonType, Is.EqualTo(BsonType.DateTime));
        Assert.That(document["Clock"].BsonType, Is.EqualTo(BsonType.Int64));
        Assert.That(document["Span"].BsonType, Is.EqualTo(BsonType.String));
        Assert.That(document["Offset"].AsBsonDocument.Names, Is.EqualTo(new[] { "DateTime", "Ticks", "Offset" }));
        Assert.That(document["Maybe"].IsBsonNull);
    }

    [Test]
    public void A_record_is_made_by_its_constructor() =>
        Assert.That(BsonSerializer.Deserialize<Point>(BsonDocument.Parse("""{ "X": 1 }""")), Is.EqualTo(new Point(1, 5)));

    [Test]
    public void Attributes_on_the_parameters_of_a_record_count()
    {
        var document = BsonSerializer.Serialize(new Renamed("k", 3, Colour.Green));

        Assert.That(document.ToJson(), Is.EqualTo("""{"_id":"k","n":3,"Colour":"Green"}"""));
        Assert.That(BsonSerializer.Deserialize<Renamed>(document), Is.EqualTo(new Renamed("k", 3, Colour.Green)));
    }

    [Test]
    public void Fields_and_structs_are_mapped()
    {
        var document = BsonSerializer.Serialize(new WithField { Plain = 1, Size = new Size(2, 3) });

        var after = BsonSerializer.Deserialize<WithField>(document);

        Assert.That(document.ToJson(), Is.EqualTo("""{"Size":{"Width":2,"Height":3},"Plain":1}"""));
        Assert.That((after.Plain, after.Size), Is.EqualTo((1, new Size(2, 3))));
    }

    [Test]
    public void An_anonymous_object_is_written()
    {
        var document = BsonSerializer.Serialize(new { a = 1, b = new[] { "x" } });

        Assert.That(document.ToJson(), Is.EqualTo("""{"a":1,"b":["x"]}"""));
    }

    [Test]
    public void A_member_without_element_keeps_its_initial_value() =>
        Assert.That(BsonSerializer.Deserialize<Line>([]).Name, Is.EqualTo("unnamed"));

    [Test]
    public void Unknown_elements_are_passed_over_by_default() =>
        Assert.That(BsonSerializer.Deserialize<Order>(BsonDocument.Parse("""{ "_id": 1, "other": 2 }""")).Id, Is.EqualTo(1));

    [Test]
    public void Unknown_elements_are_refused_with_their_path_when_wanted() =>
        Assert.That(
            () => BsonSerializer.Deserialize<Order>(BsonDocument.Parse("""{ "_id": 1, "Lines": [{ "Name": "a", "odd": true }] }"""), UnknownElements.Refuse),
            Throws.TypeOf<BsonMappingException>().With.Property(nameof(BsonMappingException.Path)).EqualTo("Lines.0.odd").And.Message.Contains("Boolean"));

    [Test]
    public void Extra_elements_are_kept()
    {
        var document = BsonDocument.Parse("""{ "_id": 1, "_t": "X", "a": { "$numberLong": "5" } }""");

        Assert.That(BsonSerializer.Serialize(BsonSerializer.Deserialize<Extras>(document, UnknownElements.Refuse)), Is.EqualTo(document));
    }

    [Test]
    public void Representations_apply_to_the_items_of_a_collection()
    {
        var document = BsonSerializer.Serialize(new Represented { Key = "0123456789abcdef01234567", Colours = [Colour.Red] });

        Assert.That(document.ToJson(), Is.EqualTo("""{"Key":{"$oid":"0123456789abcdef01234567"},"Colours":["Red"]}"""));
        Assert.That(BsonSerializer.Deserialize<Represented>(document).Colours, Is.EqualTo(new[] { Colour.Red }));
    }

    [Test]
    public void A_representation_that_cannot_be_is_an_error_and_not_passed_over() =>
        Assert.That(() => BsonSerializer.Serialize(new BadlyRepresented()), Throws.TypeOf<BsonMappingException>().With.Message.Contains("BadlyRepresented.Key"));

    [TestCase("""{ "_t": "Cat", "Name": "a", "Lives": 9 }""", typeof(Cat))]
    [TestCase("""{ "_t": ["Animal", "Cat"], "Name": "a", "Lives": 9 }""", typeof(Cat))]
    [TestCase("""{ "_t": "hound", "Name": "b" }""", typeof(Dog))]
    public void The_discriminator_says_which_class(string json, Type expected) =>
        Assert.That(BsonSerializer.Deserialize<Animal>(BsonDocument.Parse(json), UnknownElements.Refuse), Is.TypeOf(expected));

    [Test]
    public void The_discriminator_is_written_where_the_class_is_not_the_declared_one()
    {
        var document = BsonSerializer.Serialize(new Owner { Pet = new Dog { Name = "b" }, Others = [new Cat { Lives = 9 }] });

        Assert.That(document.ToJson(), Is.EqualTo("""{"Pet":{"_t":"hound","Name":"b"},"Others":[{"_t":"Cat","Name":"","Lives":9}]}"""));
        Assert.That(BsonSerializer.Serialize(BsonSerializer.Deserialize<Owner>(document)), Is.EqualTo(document));
    }

    [TestCase("""{ "Name": "a" }""")]
    [TestCase("""{ "_t": "Cow" }""")]
    public void An_abstract_class_needs_a_discriminator_that_it_knows(string json) =>
        Assert.That(() => BsonSerializer.Deserialize<Animal>(BsonDocument.Parse(json)), Throws.TypeOf<BsonMappingException>().With.Message.Contains("BsonKnownTypes"));

    [Test]
    public void An_object_that_contains_itself_is_an_error_and_no_crash()
    {
        var loop = new Loop();
        loop.Next = loop;

        Assert.That(() => BsonSerializer.Serialize(loop), Throws.TypeOf<BsonMappingException>());
    }

    [Test]
    public void The_engine_sees_get_and_set_of_the_members()
    {
        var member = BsonTypeMap.For(typeof(Order)).Find("_id")!;
        var order = new Order();

        member.Set(order, 4);

        Assert.That(member.Get(order), Is.EqualTo(4));
        Assert.That((member.Name, member.ElementName, member.MemberType), Is.EqualTo(("Id", "_id", typeof(int))));
    }
}
