using MongoDB.Bson;

namespace Migrations.IntegrationTests.Fields;

// Documents and steps over so few names that they meet.
internal sealed class RandomFields(int seed)
{
    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly (BsonType From, BsonType To)[] Conversions =
    [
        (BsonType.String, BsonType.Int32), (BsonType.Int32, BsonType.String), (BsonType.Int32, BsonType.Int64), (BsonType.Int64, BsonType.Int32),
        (BsonType.Int32, BsonType.Double), (BsonType.Double, BsonType.Int32), (BsonType.Boolean, BsonType.Int64), (BsonType.ObjectId, BsonType.String),
    ];

    private readonly Random _random = new(seed);

    public BsonDocument NextDocument(int id)
    {
        var document = new BsonDocument("_id", id);
        Fill(document, 0);
        return document;
    }

    public FieldSteps NextSteps()
    {
        var steps = new FieldSteps();
        var count = 1 + _random.Next(3);
        for (var i = 0; i < count; i++)
        {
            Add(steps, canNest: true);
        }

        return steps;
    }

    private void Add(FieldSteps steps, bool canNest)
    {
        var path = NextPath();
        switch (_random.Next(canNest ? 15 : 12))
        {
            case 0 or 1:
                steps.Rename(path, NextPath());
                break;
            case 2:
                steps.SetDefault(path, NextScalar());
                break;
            case 3:
                steps.Set(path, NextScalar());
                break;
            case 4:
                steps.Replace(path, _random.Next(4), "$replaced");
                break;
            case 5:
                steps.Unset(path, _random.Next(2) == 0 ? null : NextScalar());
                break;
            case 6 when _random.Next(3) == 0:
                steps.Cast(path, BsonType.String, BsonType.Int32, -1);
                break;
            case 6:
                var (from, to) = Conversions[_random.Next(Conversions.Length)];
                steps.Convert(path, from, to);
                break;
            case 7:
                steps.Compute(path, """{ "$type": "$_id" }""");
                break;
            case 8 or 10:
                steps.Split(path, " ", NextPath(), NextPath());
                break;
            case 9 or 11:
                steps.Join(path, " ", NextPath(), NextPath());
                break;
            default:
                steps.ForEach(path, inner =>
                {
                    for (var i = _random.Next(2); i >= 0; i--)
                    {
                        Add(inner, canNest: _random.Next(4) == 0);
                    }
                });
                break;
        }
    }

    private string NextPath() => string.Join('.', Enumerable.Range(0, 1 + (_random.Next(5) / 2)).Select(_ => Names[_random.Next(Names.Length)]));

    private void Fill(BsonDocument document, int depth)
    {
        foreach (var name in Names.Where(_ => _random.Next(5) < 3))
        {
            document.Add(name, NextValue(depth));
        }

        // The way back of a move cannot tell an empty document from none.
        if (document.ElementCount == 0)
        {
            document.Add("z", 1);
        }
    }

    private BsonValue NextValue(int depth) => _random.Next(12) switch
    {
        < 4 when depth < 3 => NextDocument(depth + 1, isElement: true),
        4 or 5 when depth < 3 => new BsonArray(Enumerable.Range(0, _random.Next(4)).Select(_ => _random.Next(4) == 0 ? NextScalar() : NextDocument(depth + 1, isElement: true))),
        _ => NextScalar(),
    };

    private BsonDocument NextDocument(int depth, bool isElement)
    {
        var document = isElement && _random.Next(9) == 0 ? new BsonDocument("$odd", "kept") : [];
        Fill(document, depth);
        return document;
    }

    private BsonValue NextScalar() => _random.Next(38) switch
    {
        0 => BsonNull.Value,
        1 => true,
        2 => false,
        3 or 4 => _random.Next(4),
        5 => 3_000_000_000L,
        6 => 7L,
        7 => 2.0,
        8 => 1.5,
        9 => new BsonDecimal128(new Decimal128(1.50m)),
        10 => "12",
        11 => "007",
        12 => "$a",
        13 => "",
        14 or 15 => "one two",
        16 => "x",
        17 => ObjectId.Parse("0123456789abcdef01234567"),
        18 => new BsonDateTime(1_700_000_000_000),
        19 => new byte[] { 1, 2, 3 },
        20 => new BsonRegularExpression("a.b", "i"),
        21 => new BsonTimestamp(3, 4),
        22 => new BsonJavaScript("f()"),
        23 => BsonMinKey.Value,
        24 => BsonMaxKey.Value,
        25 => BsonUndefined.Value,
        26 => double.NaN,
        < 33 => "one two",
        < 36 => "12",
        _ => "x",
    };
}
