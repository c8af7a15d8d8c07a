namespace Migrations.Bson.Tests.Mapping;

public enum Colour
{
    Red,
    Green = 7,
}

public enum Wide : long
{
    Huge = 1L << 40,
}

public sealed class Everything
{
    public ObjectId Id { get; set; }

    public bool Flag { get; set; }

    public int Int { get; set; }

    public long Long { get; set; }

    public double Double { get; set; }

    public float Single { get; set; }

    public decimal Decimal { get; set; }

    public string? Text { get; set; }

    public Guid Guid { get; set; }

    public byte[]? Bytes { get; set; }

    public DateTime Time { get; set; }

    public DateTimeOffset Offset { get; set; }

    public DateOnly Day { get; set; }

    public TimeOnly Clock { get; set; }

    public TimeSpan Span { get; set; }

    public Colour Colour { get; set; }

    public Wide Wide { get; set; }

    public int? Maybe { get; set; }

    public List<string>? List { get; set; }

    public IReadOnlyList<int>? Numbers { get; set; }

    public int[]? Array { get; set; }

    public HashSet<string>? Set { get; set; }

    public Dictionary<string, int>? Map { get; set; }

    public Point? Nested { get; set; }

    public BsonDocument? Document { get; set; }

    public RawBsonDocument Raw { get; set; }

    public BsonValue? Value { get; set; }

    public object? Any { get; set; }
}

public sealed record Point(int X, int Y = 5);

public readonly record struct Size(int Width, int Height);

public sealed record Renamed([BsonId] string Key, [BsonElement("n")] int Number, [BsonRepresentation(BsonType.String)] Colour Colour);

public sealed class Line
{
    public string Name { get; init; } = "unnamed";

    public decimal Price { get; init; }
}

public sealed class Order
{
    public int Id { get; set; }

    public List<Line> Lines { get; set; } = [];
}

public sealed class Extras
{
    public int Id { get; set; }

    [BsonExtraElements]
    public BsonDocument Rest { get; set; } = [];
}

public sealed class Represented
{
    [BsonRepresentation(BsonType.ObjectId)]
    public string Key { get; set; } = "";

    [BsonRepresentation(BsonType.String)]
    public List<Colour> Colours { get; set; } = [];

    [BsonIgnoreIfNull]
    public string? Nothing { get; set; }

    [BsonIgnore]
    public string Secret { get; set; } = "secret";
}

public sealed class BadlyRepresented
{
    [BsonRepresentation(BsonType.Timestamp)]
    public string Key { get; set; } = "";
}

[BsonKnownTypes(typeof(Cat), typeof(Dog))]
public abstract class Animal
{
    public string Name { get; set; } = "";
}

public sealed class Cat : Animal
{
    public int Lives { get; set; }
}

[BsonDiscriminator("hound")]
public sealed class Dog : Animal;

public sealed class Owner
{
    public Animal? Pet { get; set; }

    public List<Animal> Others { get; set; } = [];
}

public sealed class Loop
{
    public Loop? Next { get; set; }
}

public sealed class WithField
{
    public int Plain;

    public Size Size { get; set; }
}
