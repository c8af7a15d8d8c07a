using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Enlisting;

// Counts what was written, from the server's replies, and notes where.
internal sealed class AuthorWrites
{
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _collections = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, WriteCounts> _places = new(StringComparer.Ordinal);
    private WriteCounts _counts = new();

    public WriteCounts Counts
    {
        get
        {
            lock (_gate)
            {
                return _counts;
            }
        }
    }

    public IReadOnlyList<string> Collections
    {
        get
        {
            lock (_gate)
            {
                return [.. _collections];
            }
        }
    }

    // What was written to each collection, including those without a confirmed write yet.
    public IReadOnlyList<CollectionWrites> ByCollection
    {
        get
        {
            lock (_gate)
            {
                return [.. _places.Select(p => new CollectionWrites(p.Key, p.Value))];
            }
        }
    }

    public void Touch(IReadOnlyList<string> collections)
    {
        lock (_gate)
        {
            _collections.UnionWith(collections);
        }
    }

    // Something is about to be written or changed there.
    public void Expect(IReadOnlyList<string> collections)
    {
        lock (_gate)
        {
            _places.TryAdd(PlaceOf(collections), new WriteCounts());
        }
    }

    public void Add(string command, IReadOnlyList<string> collections, BsonDocument reply)
    {
        var counts = Of(command, reply);
        lock (_gate)
        {
            _counts = WriteCounts.Sum(_counts, counts);
            _places[PlaceOf(collections)] = WriteCounts.Sum(_places.GetValueOrDefault(PlaceOf(collections)) ?? new WriteCounts(), counts);
        }
    }

    // A command that writes to several collections does not say how much to each.
    private static string PlaceOf(IReadOnlyList<string> collections) => string.Join(", ", collections);

    private static WriteCounts Of(string command, BsonDocument reply) => command switch
    {
        "insert" => new WriteCounts { Inserted = Number(reply, "n") },
        "delete" => new WriteCounts { Deleted = Number(reply, "n") },
        "update" => OfUpdate(reply),
        "findAndModify" or "findandmodify" => OfFindAndModify(reply),
        "bulkWrite" => new WriteCounts
        {
            Inserted = Number(reply, "nInserted") + Number(reply, "nUpserted"),
            Matched = Number(reply, "nMatched"),
            Modified = Number(reply, "nModified"),
            Deleted = Number(reply, "nDeleted"),
        },
        _ => new WriteCounts(),
    };

    // The server's n includes what an upsert inserted.
    private static WriteCounts OfUpdate(BsonDocument reply)
    {
        var upserted = reply.TryGetValue("upserted", out var value) ? value.AsBsonArray.Count : 0;
        return new WriteCounts { Matched = Number(reply, "n") - upserted, Modified = Number(reply, "nModified"), Inserted = upserted };
    }

    private static WriteCounts OfFindAndModify(BsonDocument reply)
    {
        if (!reply.TryGetValue("lastErrorObject", out var value) || value is not BsonDocument outcome)
        {
            return new WriteCounts();
        }

        var n = Number(outcome, "n");
        return !outcome.TryGetValue("updatedExisting", out var existing) ? new WriteCounts { Deleted = n }
            : existing.ToBoolean() ? new WriteCounts { Matched = n, Modified = n }
            : new WriteCounts { Inserted = n };
    }

    private static long Number(BsonDocument reply, string name) => reply.TryGetValue(name, out var value) ? value.ToInt64() : 0;
}

// Where it is recorded that a body is about to write, before it does.
internal interface IWriteLog
{
    ValueTask AnnounceAsync(AuthorWrites tally, IReadOnlyList<string> collections);

    // The driver asks while it sends, and cannot await.
    void Announce(AuthorWrites tally, IReadOnlyList<string> collections);
}
