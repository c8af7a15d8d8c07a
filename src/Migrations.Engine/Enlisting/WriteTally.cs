using Migrations.Engine.Reporting;
using MongoDB.Bson;

namespace Migrations.Engine.Enlisting;

// Counts what was written, from the server's replies, and notes where.
internal sealed class WriteTally
{
    private readonly Lock _gate = new();
    private readonly SortedSet<string> _collections = new(StringComparer.Ordinal);
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

    public void Touch(string collection)
    {
        lock (_gate)
        {
            _collections.Add(collection);
        }
    }

    public void Add(string command, BsonDocument reply)
    {
        var counts = Of(command, reply);
        lock (_gate)
        {
            _counts = WriteCounts.Sum(_counts, counts);
        }
    }

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

    // The server's n has what was inserted for want of a match in it.
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
