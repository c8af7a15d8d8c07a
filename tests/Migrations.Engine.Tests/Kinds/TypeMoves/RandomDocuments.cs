using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Tests.Kinds.TypeMoves;

// Documents of any shape, with types named here and there. The same seed gives the same ones.
internal sealed class RandomDocuments(int seed)
{
    private readonly Random _random = new(seed);

    public RawDocument Next(params string[] names)
    {
        var document = new BsonDocument("_id", _random.Next());
        Fill(document, names, 0);
        return document.ToRaw();
    }

    private void Fill(BsonDocument document, string[] names, int depth)
    {
        for (var i = _random.Next(6); i > 0; i--)
        {
            document.Set($"f{_random.Next(20)}", Value(names, depth + 1));
        }

        if (_random.Next(2) == 0)
        {
            document.InsertAt(_random.Next(depth == 0 ? 1 : 0, document.ElementCount + 1), new BsonElement("_t", _random.Next(4) switch
            {
                0 => new BsonArray([Name(names), Name(names)]),
                1 => Value(names, depth + 1),
                _ => Name(names),
            }));
        }
    }

    private BsonValue Value(string[] names, int depth)
    {
        switch (_random.Next(depth > 4 ? 4 : 8))
        {
            case 0: return _random.NextDouble();
            case 1: return names[_random.Next(names.Length)];
            case 2: return BsonNull.Value;
            case 3: return new BsonArray([1, "_t", true]);
            case 4 or 5:
                var nested = new BsonDocument();
                Fill(nested, names, depth);
                return nested;
            default: return new BsonArray(Enumerable.Range(0, _random.Next(4)).Select(_ => Value(names, depth + 1)));
        }
    }

    private BsonString Name(string[] names) => new(names[_random.Next(names.Length)]);
}
