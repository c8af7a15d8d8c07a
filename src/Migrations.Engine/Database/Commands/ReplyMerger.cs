using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Database.Commands;

// Merges the replies to the slices of one sequence: adds the counters, and counts positions from the first slice on.
internal sealed class ReplyMerger
{
    private readonly List<(byte[] Item, int Shift)> _writeErrors = [];
    private readonly List<(byte[] Item, int Shift)> _upserted = [];
    private byte[]? _writeConcernError;
    private long _count;
    private long? _modified;

    public bool HasWriteErrors => _writeErrors.Count > 0;

    public void Add(RawDocument reply, int firstIndex)
    {
        _count += WriteReplies.Count(reply, "n"u8);
        if (reply.TryGetValue("nModified"u8, out var modified))
        {
            _modified = (_modified ?? 0) + modified.ToInt64();
        }

        Collect(reply, "writeErrors"u8, firstIndex, _writeErrors);
        Collect(reply, "upserted"u8, firstIndex, _upserted);
        if (reply.TryGetValue("writeConcernError"u8, out var concern))
        {
            _writeConcernError = concern.Bytes.ToArray();
        }
    }

    public RawDocument ToReply()
    {
        using var writer = new RawWriter();
        writer.WriteStartDocument();
        writer.WriteDouble("ok"u8, 1.0);
        writer.WriteInt64("n"u8, _count);
        if (_modified is { } modified)
        {
            writer.WriteInt64("nModified"u8, modified);
        }

        WriteList(writer, "upserted", _upserted);
        WriteList(writer, "writeErrors", _writeErrors);
        if (_writeConcernError is not null)
        {
            writer.WriteRaw("writeConcernError"u8, BsonType.Document, _writeConcernError);
        }

        writer.WriteEndDocument();
        return writer.ToRawDocument();
    }

    private static void Collect(RawDocument reply, ReadOnlySpan<byte> name, int shift, List<(byte[] Item, int Shift)> target)
    {
        if (reply.TryGetValue(name, out var list))
        {
            foreach (var item in list.AsArray)
            {
                target.Add((item.Bytes.ToArray(), shift));
            }
        }
    }

    private static void WriteList(RawWriter writer, string name, List<(byte[] Item, int Shift)> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        for (var i = 0; i < items.Count; i++)
        {
            writer.WriteStartDocument(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            WriteShifted(writer, new RawDocument(items[i].Item), items[i].Shift);
            writer.WriteEndDocument();
        }

        writer.WriteEndArray();
    }

    private static void WriteShifted(RawWriter writer, RawDocument item, int shift)
    {
        foreach (var element in item)
        {
            if (element.NameUtf8.SequenceEqual("index"u8))
            {
                writer.WriteInt32("index"u8, element.Value.ToInt32() + shift);
            }
            else
            {
                writer.WriteBytes(element.Bytes.Span);
            }
        }
    }
}
