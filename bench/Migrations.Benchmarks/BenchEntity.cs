using MongoDB.Bson.Serialization.Attributes;

namespace Migrations.Benchmarks;

// The document as an application's class has it.
public sealed class BenchEntity
{
    [BsonId]
    public int Id { get; set; }

    [BsonElement("foo")]
    public string Foo { get; set; } = "";

    [BsonElement("bar")]
    public int Bar { get; set; }

    [BsonElement("baz")]
    [BsonIgnoreIfNull]
    public string? Baz { get; set; }

    [BsonElement("text")]
    public string Text { get; set; } = "";

    [BsonElement("inner")]
    public BenchInner Inner { get; set; } = new();
}

public sealed class BenchInner
{
    [BsonElement("a")]
    public int A { get; set; }

    [BsonElement("b")]
    public double B { get; set; }
}
