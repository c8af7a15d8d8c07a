using MongoDB.Bson;

namespace Migrations.Engine.Running.DryRuns;

// Finds the documents that an update of many fails on: a part that fails is halved, until it is one document.
internal sealed class UpdateSearch
{
    private readonly List<IReadOnlyList<BsonValue>> _parts = [];

    public bool IsBegun { get; private set; }

    public IReadOnlyList<IReadOnlyList<BsonValue>> Parts => _parts;

    public void Begin(IEnumerable<IReadOnlyList<BsonValue>> parts)
    {
        IsBegun = true;
        _parts.AddRange(parts);
    }

    // Returns the document where it is only one.
    public BsonValue? Narrow(IReadOnlyList<BsonValue> failed)
    {
        var at = _parts.IndexOf(failed);
        _parts.RemoveAt(at);
        if (failed.Count == 1)
        {
            return failed[0];
        }

        var half = failed.Count / 2;
        _parts.InsertRange(at, [[.. failed.Take(half)], [.. failed.Skip(half)]]);
        return null;
    }
}
