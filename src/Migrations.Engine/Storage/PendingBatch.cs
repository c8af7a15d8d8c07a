using System.Text;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// A batch that was announced before it was written: after a crash each of its documents tells by the hash of the fields that it changes whether it has been migrated.
// A batch of documents that failed earlier has no last _id, because nothing continues after it. The list stays bytes, because it is hardly ever read.
internal sealed record PendingBatch(BsonValue? LastId, long Documents, RawArray List)
{
    public IReadOnlyList<PendingDocument> Changes => [.. List.Select(c => PendingDocument.Read(c.AsDocument))];

    // Those that the hashes are taken from; null for the whole document.
    public TouchedFields? Fields { get; init; }

    public static PendingBatch Read(StateDocument document)
    {
        foreach (var change in document.Documents("changes"))
        {
            _ = (change.Value("id"), change.Hash("before"), change.Hash("after"));
        }

        return new PendingBatch(RangeCheckpoint.ReadId(document, "lastId"), document.Count("documents"), document.Value("changes").ToRawValue().AsArray)
        {
            Fields = TouchedFields.Read(document, "fields"),
        };
    }

    public BsonDocument ToDocument()
    {
        var document = new BsonDocument { { "documents", Documents }, { "changes", new RawValue(BsonType.Array, List.Bytes).Embed() } };
        if (Fields is not null)
        {
            document.Add("fields", Fields.ToArray());
        }

        if (LastId is not null)
        {
            document.Add("lastId", LastId);
        }

        return document;
    }
}

internal sealed record PendingDocument(BsonValue Id, long Before, long After)
{
    // Whether only the order of fields changes, so that the hashes depend on it.
    public bool IsOrdered { get; init; }

    public static PendingDocument Read(RawDocument document) => new(DocumentId.Of(document["id"]), document["before"].ToInt64(), document["after"].ToInt64())
    {
        IsOrdered = document.TryGetValue("ordered"u8, out _),
    };
}

// The fields at top level that the updates of a batch name or reach into. What others write elsewhere in a document says nothing about whether it is migrated.
internal sealed class TouchedFields
{
    // Beyond that, the whole document is used.
    private const int Most = 32;
    private readonly List<byte[]> _names = [];

    public static TouchedFields? Read(StateDocument document, string name)
    {
        if (!document.Has(name))
        {
            return null;
        }

        var fields = new TouchedFields();
        fields._names.AddRange(document.Values(name).Select(n => n is BsonString text ? Encoding.UTF8.GetBytes(text.Value) : throw document.Fault(name, "an array of names")));
        return fields;
    }

    // False when there are too many, or they are not known.
    public bool TryAdd(IEnumerable<string>? names)
    {
        _names.AddRange((names ?? []).Select(Encoding.UTF8.GetBytes).Where(name => !Contains(name)));
        return names is not null && _names.Count <= Most;
    }

    // False when there are too many.
    public bool TryAdd(ReadOnlySpan<byte> update)
    {
        var operations = new RawReader(update);
        while (operations.Read())
        {
            for (var paths = new RawReader(operations.Value); paths.Read();)
            {
                var path = paths.NameUtf8;
                var field = path.IndexOf((byte)'.') is var dot and >= 0 ? path[..dot] : path;
                if (!Contains(field))
                {
                    _names.Add(field.ToArray());
                }
            }
        }

        return _names.Count <= Most;
    }

    public BsonArray ToArray() => new(_names.Select(n => Encoding.UTF8.GetString(n)));

    public bool Contains(ReadOnlySpan<byte> name)
    {
        foreach (var known in _names)
        {
            if (name.SequenceEqual(known))
            {
                return true;
            }
        }

        return false;
    }
}
