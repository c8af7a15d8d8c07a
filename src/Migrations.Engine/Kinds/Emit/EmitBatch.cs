using Migrations.Bytes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Emit;

// As many documents of a page as fit into one batch with everything that they become, and those that failed.
internal sealed record EmitBatch(IReadOnlyList<RawDocument> Documents, IReadOnlyList<Emission> Emissions, IReadOnlyList<DocumentFailure> Failures)
{
    // One document may become many, so the size of the page is not a limit.
    private const int MostWrites = 5000;
    private const long MostBytes = 8 * 1024 * 1024;

    // The server takes a document of 16 MiB; the rest is for its other fields.
    private const long MostAnnounced = 15 * 1024 * 1024;

    public BsonValue LastId => DocumentId.Of(Documents[^1]);

    public IEnumerable<BsonValue> Ids => Documents.Select(DocumentId.Of);

    // If a failure is accepted, the batch continues without the document; otherwise it throws.
    public static EmitBatch Create(IReadOnlyList<RawDocument> page, EmitTransform transform, EmitRules rules, Action<DocumentFailure> accept) =>
        Create(page, transform, rules, accept, MostWrites, MostBytes);

    // What was in one batch before is in one batch again.
    public static EmitBatch CreateWhole(IReadOnlyList<RawDocument> page, EmitTransform transform, EmitRules rules, Action<DocumentFailure> accept) =>
        Create(page, transform, rules, accept, int.MaxValue, long.MaxValue);

    // Without what cannot be announced at all, even alone.
    public EmitBatch Announceable(Action<DocumentFailure> accept)
    {
        var tooLong = Emissions.Where(e => e.AnnouncedLength > MostAnnounced && e.ToPending().ToDocument().ToRaw().Length > MostAnnounced).Select(TooLong).ToList();
        tooLong.ForEach(accept);
        return Without(tooLong.ToDictionary(f => f.Id));
    }

    // What the server has refused already is not sent again.
    public EmitBatch Without(IReadOnlyDictionary<BsonValue, DocumentFailure> refused) => refused.Count == 0 ? this : this with
    {
        Emissions = [.. Emissions.Where(e => !refused.ContainsKey(e.Id))],
        Failures = [.. Failures, .. Emissions.Where(e => refused.ContainsKey(e.Id)).Select(e => refused[e.Id])],
    };

    private static DocumentFailure TooLong(Emission emission) => new(
        emission.Id,
        null,
        $"It becomes {emission.Inserts.Count} documents. Without transactions, their _ids are stored before they are written, and have more than {MostAnnounced} bytes. It was not migrated. Migrate with transactions ('--transaction require'), or make fewer documents or shorter _ids of it.");

    private static EmitBatch Create(IReadOnlyList<RawDocument> page, EmitTransform transform, EmitRules rules, Action<DocumentFailure> accept, int mostWrites, long mostBytes)
    {
        var (emissions, failures) = (new List<Emission>(), new List<DocumentFailure>());
        var (count, writes, bytes, announced) = (0, 0, 0L, 0L);
        for (; count < page.Count && writes < mostWrites && bytes < mostBytes; count++)
        {
            if (Transform(page[count], transform, out var failure) is { } emission)
            {
                // It begins the next batch.
                if (count > 0 && announced + emission.AnnouncedLength > MostAnnounced && mostWrites < int.MaxValue)
                {
                    break;
                }

                rules.Check(emission);
                emissions.Add(emission);
                writes += emission.Writes;
                bytes += emission.Length;
                announced += emission.AnnouncedLength;
            }
            else if (failure is not null)
            {
                accept(failure);
                failures.Add(failure);
            }
        }

        return new EmitBatch([.. page.Take(count)], emissions, failures);
    }

    // The author's code and the mapping may throw anything; the document's _id helps to find the cause.
    private static Emission? Transform(RawDocument document, EmitTransform transform, out DocumentFailure? failure)
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

// What becomes of one document.
internal sealed record Emission(RawDocument Source, IReadOnlyList<EmittedDocument> Inserts, IReadOnlyList<EmittedUpdate> Merges, bool DeletesSource)
{
    // Names, hashes and lengths of an entry, without its _id and the name of its collection.
    private const int ReferenceLength = 80;
    private const int MostBytesPerChar = 3;

    public BsonValue Id { get; } = DocumentId.Of(Source);

    public bool IsEmpty => Inserts.Count + Merges.Count == 0 && !DeletesSource;

    public int Writes => Inserts.Count + Merges.Count + (DeletesSource ? 1 : 0);

    public long Length => Inserts.Sum(i => (long)i.Document.Length);

    // What it takes in an announcement, at most.
    public long AnnouncedLength => ReferenceLength + LengthOf(Source) + Inserts.Sum(i => ReferenceLength + (MostBytesPerChar * (long)i.Collection.Length) + LengthOf(i.Document));

    public IEnumerable<string> Collections => Inserts.Select(i => i.Collection).Concat(Merges.Select(m => m.Collection));

    public PendingSource ToPending() => new(Id, ContentHash.Of(Source), DeletesSource, [.. Inserts.Select(ReferenceOf)]);

    private static int LengthOf(RawDocument document) => document.TryGetValue("_id"u8, out var id) ? id.Bytes.Length : 0;

    public static EmittedReference ReferenceOf(EmittedDocument insert) => new(insert.Collection, insert.Id, ContentHash.Of(insert.Document));
}
