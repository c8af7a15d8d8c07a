using MongoDB.Bson;
using MongoDB.Bson.Serialization.Attributes;
using MongoDB.Bson.Serialization.Options;

namespace Migrations.Engine.Tests.Kinds.Typed;

internal enum State
{
    Open,
    Closed,
}

internal sealed class StateAsNumber
{
    public int Id { get; set; }

    public State State { get; set; }
}

internal sealed class StateAsText
{
    public int Id { get; set; }

    [BsonRepresentation(BsonType.String)]
    public State State { get; set; }
}

internal sealed class Catalogue<TKey, TValue>
    where TKey : notnull
{
    public int Id { get; set; }

    [BsonDictionaryOptions(DictionaryRepresentation.ArrayOfDocuments)]
    public Dictionary<TKey, TValue>? ByDocuments { get; set; }

    [BsonDictionaryOptions(DictionaryRepresentation.ArrayOfArrays)]
    public Dictionary<TKey, TValue>? ByArrays { get; set; }
}

internal sealed class ByName<TValue>
{
    public int Id { get; set; }

    public Dictionary<string, TValue>? Map { get; set; }
}

internal sealed class Part
{
    public int Qty { get; set; }
}

internal sealed class Parts<T>
{
    public int Id { get; set; }

    public List<T>? Items { get; set; }
}

internal sealed class Matrix
{
    public int Id { get; set; }

    public List<List<Part>>? Rows { get; set; }
}

// A member of one type before and of another after.
internal sealed class Holder<T>
{
    public int Id { get; set; }

    public T? Value { get; set; }
}

internal sealed class HolderOfObjectIdText
{
    public int Id { get; set; }

    [BsonRepresentation(BsonType.ObjectId)]
    public string? Value { get; set; }
}

internal sealed class HolderOfOldGuid
{
    public int Id { get; set; }

    [BsonGuidRepresentation(GuidRepresentation.CSharpLegacy)]
    public Guid Value { get; set; }
}

internal sealed class HolderOfGuid
{
    public int Id { get; set; }

    [BsonGuidRepresentation(GuidRepresentation.Standard)]
    public Guid Value { get; set; }
}

internal sealed class HolderOfDecimal
{
    public int Id { get; set; }

    [BsonRepresentation(BsonType.Decimal128)]
    public decimal Value { get; set; }
}

[BsonDiscriminator(RootClass = true)]
[BsonKnownTypes(typeof(Circle), typeof(Square))]
internal abstract class Figure
{
    public string? Name { get; set; }
}

internal sealed class Circle : Figure
{
    public double Radius { get; set; }
}

internal sealed class Square : Figure
{
    public double Side { get; set; }
}

internal sealed record Address(string Street, int Zip);

internal sealed record Person(int Id, string Name, Address? Home);

internal sealed class Strict
{
    [BsonId]
    [BsonRepresentation(BsonType.ObjectId)]
    public string? Key { get; set; }

    [BsonElement("n")]
    [BsonIgnoreIfNull]
    public string? Name { get; set; }

    [BsonDefaultValue(7)]
    [BsonIgnoreIfDefault]
    public int Rank { get; set; }

    [BsonIgnore]
    public string? Secret { get; set; }

    public int? Maybe { get; set; }

    [BsonDateTimeOptions(Kind = DateTimeKind.Utc)]
    public DateTime When { get; set; }
}

internal sealed class WithRest
{
    public int Id { get; set; }

    public string? Name { get; set; }

    [BsonExtraElements]
    public BsonDocument? Rest { get; set; }
}

internal sealed class Mapped
{
    public int Number { get; set; }

    public string? Text { get; set; }
}
