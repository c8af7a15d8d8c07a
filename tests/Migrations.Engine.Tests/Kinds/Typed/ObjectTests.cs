using Migrations.Engine.Passes.Batches;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson.Serialization.Serializers;

namespace Migrations.Engine.Tests.Kinds.Typed;

// Classes of the application in members of no type: what they do not declare stays there, too.
public sealed class ObjectTests
{
    private const string Two = """{ "_id": 1, "Items": [{ "_t": "ObjectTests.Box", "Size": 1, "x": "one" }, { "_t": "ObjectTests.Box", "Size": 2, "x": "two" }] }""";

    [OneTimeSetUp]
    public void Map_the_classes()
    {
        var all = new ObjectSerializer(_ => true);
        BsonClassMap.RegisterClassMap<Room>(m =>
        {
            m.AutoMap();
            m.MapMember(r => r.Items).SetSerializer(new EnumerableInterfaceImplementerSerializer<List<object>, object>(all));
            m.MapMember(r => r.One).SetSerializer(all);
        });
        BsonClassMap.RegisterClassMap<Box>(m =>
        {
            m.AutoMap();
            m.SetDiscriminator("ObjectTests.Box");
        });
        BsonClassMap.RegisterClassMap<Strict>(m =>
        {
            m.AutoMap();
            m.SetDiscriminator("ObjectTests.Strict");
        });
    }

    [Test]
    public void A_changed_object_keeps_it() => Assert.That(
        TypedEffect.Update<Room>("""{ "_id": 1, "One": { "_t": "ObjectTests.Box", "Size": 1, "x": 1, "Inner": { "y": 1 } } }""", r => ((Box)r.One!).Size = 2),
        Is.EqualTo("""{ "$set" : { "One.Size" : 2 } }"""));

    [Test]
    public void Objects_that_move_take_it_with_them() => Assert.That(
        TypedEffect.After<Room>(Two, r =>
        {
            r.Items!.Reverse();
            r.Items.ForEach(b => ((Box)b).Size *= 10);
        }),
        Is.EqualTo(TypedEffect.Canonical("""{ "_id": 1, "Items": [{ "_t": "ObjectTests.Box", "Size": 20, "x": "two" }, { "_t": "ObjectTests.Box", "Size": 10, "x": "one" }] }""")));

    [Test]
    public void Objects_that_cannot_be_told_apart_are_refused() => Assert.That(
        () => TypedEffect.After<Room>(Two, r => r.Items = [.. r.Items!.AsEnumerable().Reverse().Select(b => new Box { Size = ((Box)b).Size * 10 })]),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("Items"));

    [Test]
    public void An_object_for_another_is_refused() => Assert.That(
        () => TypedEffect.After<Room>("""{ "_id": 1, "One": { "_t": "ObjectTests.Box", "Size": 1, "x": 1 }, "Items": [] }""", r =>
        {
            r.Items!.Add(r.One!);
            r.One = null;
        }),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").EqualTo("One"));

    [Test]
    public void What_the_class_does_not_ignore_is_refused_by_path() => Assert.That(
        () => TypedEffect.After<Room>("""{ "_id": 1, "One": { "_t": "ObjectTests.Strict", "Size": 1, "x": 1 } }""", r => r.Id = 1),
        Throws.TypeOf<DocumentMappingException>().With.Property("Path").StartsWith("One"));

    private sealed class Room
    {
        public int Id { get; set; }

        public object? One { get; set; }

        public List<object>? Items { get; set; }
    }

    [BsonIgnoreExtraElements]
    private sealed class Box
    {
        public int Size { get; set; }
    }

    private sealed class Strict
    {
        public int Size { get; set; }
    }
}
