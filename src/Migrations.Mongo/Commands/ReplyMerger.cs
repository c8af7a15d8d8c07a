using Migrations.Bson;

namespace Migrations.Mongo.Commands;

// One reply out of the replies to the batches of one sequence: counters added, positions counted from the first batch on.
internal sealed class ReplyMerger
{
    private readonly List<(BsonDocument Item, int Shift)> _writeErrors = [];
    private readonly List<(BsonDocument Item, int Shift)> _upserted = [];
    private long _matched;
    private long _modified;
    private bool _hasModified;
    private BsonDocument? _writeConcernError;
    private BsonDocument? _last;

    public bool HasWriteErrors => _writeErrors.Count > 0;

    public void Add(RawBsonDocument reply, int firstIndex)
    {
        var copy = new RawBsonDocument(reply.Bytes.ToArray()).ToBsonDocument();
        _last = copy;
        _matched += copy.TryGetValue("n", out var n) ? n.ToInt64() : 0;
        if (copy.TryGetValue("nModified", out var modified))
        {
            _hasModified = true;
            _modified += modified.ToInt64();
        }

        Collect(copy, "writeErrors", firstIndex, _writeErrors);
        Collect(copy, "upserted", firstIndex, _upserted);
        if (copy.TryGetValue("writeConcernError", out var concern) && concern is BsonDocument document)
        {
            _writeConcernError = document;
        }
    }

    public RawBsonDocument ToReply()
    {
        var reply = new BsonDocument { { "ok", 1.0 }, { "n", Number(_matched) } };
        if (_hasModified)
        {
            reply.Add("nModified", Number(_modified));
        }

        AddList(reply, "upserted", _upserted);
        AddList(reply, "writeErrors", _writeErrors);
        if (_writeConcernError is not null)
        {
            reply.Add("writeConcernError", _writeConcernError);
        }

        foreach (var name in (string[])["electionId", "opTime", "operationTime", "$clusterTime"])
        {
            if (_last?.TryGetValue(name, out var value) == true)
            {
                reply.Add(name, value);
            }
        }

        return reply.ToRaw();
    }

    private static BsonValue Number(long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : value;

    private static void Collect(BsonDocument reply, string name, int shift, List<(BsonDocument Item, int Shift)> target)
    {
        if (reply.TryGetValue(name, out var value) && value is BsonArray list)
        {
            target.AddRange(list.OfType<BsonDocument>().Select(d => (d, shift)));
        }
    }

    private static void AddList(BsonDocument reply, string name, List<(BsonDocument Item, int Shift)> items)
    {
        if (items.Count > 0)
        {
            reply.Add(name, new BsonArray(items.Select(i => (BsonValue)i.Item.Set("index", (int)(i.Item["index"].ToInt64() + i.Shift)))));
        }
    }
}
