using System.Buffers;
using Migrations.Bytes;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Batches;

// The documents of one page, what is to be changed in them, and those whose change could not be found. The statements are written once, and sent from where they lie.
internal sealed class Batch : IDisposable
{
    // A document begins with its length.
    private const int LengthField = 4;
    private readonly Sharding _sharding;
    private readonly RawWriter _statements;
    private readonly PlannedChange[] _changes;
    private readonly List<DocumentFailure> _failures = [];
    private int _count;

    private Batch(DocumentPage page, Sharding sharding)
    {
        _sharding = sharding;
        Documents = page;
        _statements = new RawWriter(page.Count * 128);
        _changes = ArrayPool<PlannedChange>.Shared.Rent(Math.Max(1, page.Count));
    }

    public DocumentPage Documents { get; }

    public ArraySegment<PlannedChange> Changes => new(_changes, 0, _count);

    public IReadOnlyList<DocumentFailure> Failures => _failures;

    public ReadOnlyMemory<byte> Statements => _statements.WrittenMemory;

    public BsonValue LastId => DocumentId.Of(Documents[^1]);

    public IEnumerable<BsonValue> Ids => Documents.Select(DocumentId.Of);

    // If a failure is accepted, the batch continues without the document; otherwise it throws. What the server has already refused is not sent again.
    public static Batch Create(DocumentPage page, IDocumentTransform transform, Action<DocumentFailure> accept, IReadOnlyDictionary<BsonValue, DocumentFailure>? refused = null, Sharding? sharding = null)
    {
        var batch = new Batch(page, sharding ?? Sharding.None);
        try
        {
            foreach (var document in page.Span)
            {
                batch.Add(document, transform, accept, refused);
            }

            return batch;
        }
        catch
        {
            // Nobody else releases the buffers.
            batch.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _statements.Dispose();
        ArrayPool<PlannedChange>.Shared.Return(_changes, clearArray: true);
    }

    private void Add(RawDocument document, IDocumentTransform transform, Action<DocumentFailure> accept, IReadOnlyDictionary<BsonValue, DocumentFailure>? refused)
    {
        if (Transform(document, transform, out var failure) is { } change)
        {
            if (refused is { Count: > 0 } && refused.TryGetValue(DocumentId.Of(document), out var refusal))
            {
                _failures.Add(refusal);
                return;
            }

            _changes[_count++] = new PlannedChange(document, _statements, Write(document, change.Update), change.After);
        }
        else if (failure is not null)
        {
            accept(failure);
            _failures.Add(failure);
        }
    }

    private StatementPlace Write(RawDocument document, RawValue update)
    {
        document.TryGetValue("_id"u8, out var id);
        _statements.WriteStartDocument();
        _statements.WriteStartDocument("q"u8);
        var filter = _statements.Length - LengthField;
        _statements.WriteRaw("_id"u8, id);
        _sharding.WriteKey(_statements, document);
        _statements.WriteEndDocument();
        var filterLength = _statements.Length - filter;
        _statements.WriteRaw("u"u8, update);
        var end = _statements.Length;
        _statements.WriteEndDocument();
        return new StatementPlace(filter, filterLength, update.Type, end - update.Bytes.Length, update.Bytes.Length);
    }

    // The author's code and the mapping may throw anything; the document's _id helps to find the cause.
    private static DocumentChange? Transform(RawDocument document, IDocumentTransform transform, out DocumentFailure? failure)
    {
        try
        {
            failure = null;
            return transform.Apply(document);
        }
#pragma warning disable CA1031 // An author's body may throw anything, also a cancellation of its own: it has no token of ours.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = DocumentFailure.Of(document, e);
            return null;
        }
    }
}

// A document of a batch, and where its statement is in the bytes of the batch.
internal readonly struct PlannedChange(RawDocument document, RawWriter statements, StatementPlace place, RawDocument? after)
{
    public RawDocument Document => document;

    public BsonValue Id => DocumentId.Of(document);

    // The _id, and the shard key where there is one.
    public RawDocument Filter => new(statements.WrittenMemory.Slice(place.Filter, place.FilterLength));

    public RawValue Update => new(place.Type, statements.WrittenMemory.Slice(place.Update, place.UpdateLength));

    // A pipeline, where operators cannot say what changes.
    public bool IsPipeline => place.Type == BsonType.Array;

    // Of the fields that its update touches among others, or of all.
    public (long Before, long After) Hashes(TouchedFields? fields = null)
    {
        var before = ContentHash.Of(document, fields);
        return (before, after is { } known ? ContentHash.Of(known, fields) : ContentHash.After(document, before, Update.AsDocument) ?? ContentHash.Of(After().ToRaw(), fields));
    }

    // Where the others are the same.
    public (long Before, long After) OrderedHashes(TouchedFields? fields) => (ContentHash.Ordered(document, fields), ContentHash.Ordered(after ?? After().ToRaw(), fields));

    // Those at top level that a pipeline changes; null if it changes their order, too.
    public IEnumerable<string>? ChangedFields() => after is { } known && RawDifference.Between(document, known) is { RequiresReplacement: false } difference ? difference.ChangedFields : null;

    public long HashAfter() => after is { } known ? ContentHash.Of(known) : Hashes().After;

    public BsonDocument After()
    {
        if (after is { } known)
        {
            return known.ToBsonDocument();
        }

        // A path that leads nowhere is refused by the server, with the reason.
        var changed = document.ToBsonDocument();
        UpdatePath.Apply(changed, Update.AsDocument);
        return changed;
    }
}

internal readonly record struct StatementPlace(int Filter, int FilterLength, BsonType Type, int Update, int UpdateLength);
