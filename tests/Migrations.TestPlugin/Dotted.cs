using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson;

namespace Migrations.TestPlugin;

// Names that no update operator can reach, so that the whole document is written.
[KeepBeforeImages]
[Migration("20260101000001", "Dots become dollars", Tree = "dotted")]
public sealed class DotsToDollars : DocumentMigration<Dotted, Dollared>
{
    public override string Collection => "dotted";

    public override void Up(Dotted input, Dollared output) => output.Price = input.Price;
}

public sealed class Dotted
{
    [BsonElement("price.net")]
    public int Price { get; set; }
}

public sealed class Dollared
{
    [BsonElement("$price")]
    public int Price { get; set; }
}
