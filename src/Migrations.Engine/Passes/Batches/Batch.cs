using System.Buffers;
using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;

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

    // Whoever accepts a failure goes on without the document; else it throws. What the server has refused already is not sent again.
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
            // Whatever it is, nobody else has the buffers.
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

    // The author's code and the mapping may throw anything; the document's _id is what helps.
    private static DocumentChange? Transform(RawDocument document, IDocumentTransform transform, out DocumentFailure? failure)
    {
        try
        {
            failure = null;
            return transform.Apply(document);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            failure = DocumentFailure.Of(document, e);
            return null;
        }
    }
}
