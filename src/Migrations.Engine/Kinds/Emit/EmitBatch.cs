using Migrations.Bytes;
using MongoDB.Bson;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Kinds.Emit;

// As many documents of a page as fit into one batch of what they become, and those for which that could not be found.
internal sealed record EmitBatch(IReadOnlyList<RawDocument> Documents, IReadOnlyList<Emission> Emissions, IReadOnlyList<DocumentFailure> Failures)
{
    // One document may become many, so the size of the page bounds nothing.
    private const int MostWrites = 5000;
    private const long MostBytes = 8 * 1024 * 1024;

    public BsonValue LastId => DocumentId.Of(Documents[^1]);

    public IEnumerable<BsonValue> Ids => Documents.Select(DocumentId.Of);

    // Whoever accepts a failure goes on without the document; else it throws.
    public static EmitBatch Create(IReadOnlyList<RawDocument> page, EmitTransform transform, EmitRules rules, Action<DocumentFailure> accept) =>
        Create(page, transform, rules, accept, MostWrites, MostBytes);

    // What was in one batch before is so again.
    public static EmitBatch CreateWhole(IReadOnlyList<RawDocument> page, EmitTransform transform, EmitRules rules, Action<DocumentFailure> accept) =>
        Create(page, transform, rules, accept, int.MaxValue, long.MaxValue);

    // What the server has refused already is not sent again.
    public EmitBatch Without(IReadOnlyDictionary<BsonValue, DocumentFailure> refused) => refused.Count == 0 ? this : this with
    {
        Emissions = [.. Emissions.Where(e => !refused.ContainsKey(e.Id))],
        Failures = [.. Failures, .. Emissions.Where(e => refused.ContainsKey(e.Id)).Select(e => refused[e.Id])],
    };

    private static EmitBatch Create(IReadOnlyList<RawDocument> page, EmitTransform transform, EmitRules rules, Action<DocumentFailure> accept, int mostWrites, long mostBytes)
    {
        var (emissions, failures) = (new List<Emission>(), new List<DocumentFailure>());
        var (count, writes, bytes) = (0, 0, 0L);
        while (count < page.Count && writes < mostWrites && bytes < mostBytes)
        {
            var document = page[count++];
            if (Transform(document, transform, out var failure) is { } emission)
            {
                rules.Check(emission);
                emissions.Add(emission);
                writes += emission.Writes;
                bytes += emission.Length;
            }
            else if (failure is not null)
            {
                accept(failure);
                failures.Add(failure);
            }
        }

        return new EmitBatch([.. page.Take(count)], emissions, failures);
    }

    // The author's code and the mapping may throw anything; the document's _id is what helps.
    private static Emission? Transform(RawDocument document, EmitTransform transform, out DocumentFailure? failure)
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
