using Migrations.Bson;

namespace Migrations.Mongo.Sessions;

// The highest $clusterTime seen. Compared by its timestamp alone; the signature beside it is the server's affair.
internal sealed class ClusterClock
{
    private readonly Lock _gate = new();
    private ulong _timestamp;
    private RawBsonDocument? _current;

    public RawBsonDocument? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    public void Advance(RawBsonDocument reply)
    {
        if (!reply.TryGetValue("$clusterTime"u8, out var value) || value.Type != BsonType.Document
            || !value.AsDocument.TryGetValue("clusterTime"u8, out var timestamp) || timestamp.Type != BsonType.Timestamp)
        {
            return;
        }

        lock (_gate)
        {
            if (timestamp.AsTimestamp > _timestamp)
            {
                _timestamp = timestamp.AsTimestamp;
                _current = new RawBsonDocument(value.Bytes.ToArray());
            }
        }
    }
}
