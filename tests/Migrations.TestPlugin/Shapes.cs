using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson;

namespace Migrations.TestPlugin;

// The shapes that a document goes through in practice, each forward and back: rename, change a value, change a nested value, rename inside, pack and unpack.
[Migration("20260101000001", "Rename name to title", Tree = "shapes")]
public sealed class RenameField : DocumentMigration<Named, Titled>, IReversible<Titled, Named>
{
    public override string Collection => "shapes";

    public override void Up(Named input, Titled output) => output.Title = input.Name;

    public void Down(Titled input, Named output) => output.Name = input.Title;
}

[Migration("20260101000002", "Write titles in capitals", Tree = "shapes")]
public sealed class ChangeValue : DocumentMigration<Titled, Titled>, IReversible<Titled, Titled>
{
    public override string Collection => "shapes";

    public override void Up(Titled input, Titled output) => output.Title = input.Title?.ToUpperInvariant();

    public void Down(Titled input, Titled output) => output.Title = input.Title?.ToLowerInvariant();
}

[Migration("20260101000003", "Write tags in capitals", Tree = "shapes")]
public sealed class ChangeNestedValue : DocumentMigration<Tagged, Tagged>, IReversible<Tagged, Tagged>
{
    public override string Collection => "shapes";

    public override void Up(Tagged input, Tagged output) => output.Tag!.Name = input.Tag!.Name?.ToUpperInvariant();

    public void Down(Tagged input, Tagged output) => output.Tag!.Name = input.Tag!.Name?.ToLowerInvariant();
}

[Migration("20260101000004", "Call the name of a tag its label", Tree = "shapes")]
public sealed class RenameNestedField : DocumentMigration<Tagged, Labelled>, IReversible<Labelled, Tagged>
{
    public override string Collection => "shapes";

    public override void Up(Tagged input, Labelled output) => output.Tag!.Label = input.Tag!.Name;

    public void Down(Labelled input, Tagged output) => output.Tag!.Name = input.Tag!.Label;
}

[Migration("20260101000005", "Unpack the tag", Tree = "shapes")]
public sealed class Unpack : DocumentMigration<Packed, Flat>, IReversible<Flat, Packed>
{
    public override string Collection => "shapes";

    public override void Up(Packed input, Flat output) => (output.TagColor, output.TagLabel) = (input.Tag!.Color, input.Tag.Label);

    public void Down(Flat input, Packed output) => output.Tag = new PackedTag { Color = input.TagColor, Label = input.TagLabel };
}

public sealed class Named
{
    [BsonElement("name")]
    public string? Name { get; set; }
}

public sealed class Titled
{
    [BsonElement("title")]
    public string? Title { get; set; }
}

public sealed class Tagged
{
    [BsonElement("tag")]
    public NamedTag? Tag { get; set; }
}

public sealed class NamedTag
{
    [BsonElement("name")]
    public string? Name { get; set; }
}

public sealed class Labelled
{
    [BsonElement("tag")]
    public LabelledTag? Tag { get; set; }
}

public sealed class LabelledTag
{
    [BsonElement("label")]
    public string? Label { get; set; }
}

public sealed class Packed
{
    [BsonElement("tag")]
    public PackedTag? Tag { get; set; }
}

public sealed class PackedTag
{
    [BsonElement("color")]
    public string? Color { get; set; }

    [BsonElement("label")]
    public string? Label { get; set; }
}

public sealed class Flat
{
    [BsonElement("tagColor")]
    public string? TagColor { get; set; }

    [BsonElement("tagLabel")]
    public string? TagLabel { get; set; }
}

// Numbers that become longer, at every depth.
[Migration("20260101000001", "Write longer numbers", Tree = "longer")]
public sealed class LongerNumbers : DocumentMigration<ShortNumbers, LongNumbers>
{
    public override string Collection => "numbers";

    public override void Up(ShortNumbers input, LongNumbers output)
    {
    }
}

public sealed class ShortNumbers
{
    [BsonElement("one")]
    public int One { get; set; }

    [BsonElement("list")]
    public List<int>? List { get; set; }

    [BsonElement("map")]
    public Dictionary<string, int>? Map { get; set; }

    [BsonElement("inner")]
    public ShortNumber? Inner { get; set; }

    [BsonElement("inners")]
    public List<ShortNumber>? Inners { get; set; }
}

public sealed class ShortNumber
{
    [BsonElement("n")]
    public int N { get; set; }
}

public sealed class LongNumbers
{
    [BsonElement("one")]
    public long One { get; set; }

    [BsonElement("list")]
    public List<long>? List { get; set; }

    [BsonElement("map")]
    public Dictionary<string, long>? Map { get; set; }

    [BsonElement("inner")]
    public LongNumber? Inner { get; set; }

    [BsonElement("inners")]
    public List<LongNumber>? Inners { get; set; }
}

public sealed class LongNumber
{
    [BsonElement("n")]
    public long N { get; set; }
}
