using Migrations.Bson;

namespace Migrations.Engine.Documents;

// The documents of one page, what is to be changed in them, and those whose change could not be found.
internal sealed record Batch(IReadOnlyList<RawBsonDocument> Documents, IReadOnlyList<PlannedChange> Changes)
{
    public BsonValue LastId => Documents[^1]["_id"].ToBsonValue();

    public IReadOnlyList<DocumentFailure> Failures { get; init; } = [];

    public IEnumerable<BsonValue> Ids => Documents.Select(d => d["_id"].ToBsonValue());

    // Whoever accepts a failure goes on without the document; else it throws.
    public static Batch Create(IReadOnlyList<RawBsonDocument> documents, IDocumentTransform transform, Action<DocumentFailure> accept)
    {
        var (changes, failures) = (new List<PlannedChange>(), new List<DocumentFailure>());
        foreach (var document in documents)
        {
            if (Transform(document, transform, out var failure) is { } change)
            {
                changes.Add(new PlannedChange(document, change));
            }
            else if (failure is not null)
            {
                accept(failure);
                failures.Add(failure);
            }
        }

        return new Batch(documents, changes) { Failures = failures };
    }

    // What the server has refused already is not sent again.
    public Batch Without(IReadOnlyDictionary<BsonValue, DocumentFailure> refused)
    {
        if (refused.Count == 0)
        {
            return this;
        }

        var left = Changes.Where(c => !refused.ContainsKey(c.Id)).ToList();
        return this with { Changes = left, Failures = [.. Failures, .. Changes.Where(c => refused.ContainsKey(c.Id)).Select(c => refused[c.Id])] };
    }

    // The author's code and the mapping may throw anything; the document's _id is what helps.
    private static DocumentChange? Transform(RawBsonDocument document, IDocumentTransform transform, out DocumentFailure? failure)
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

internal sealed record PlannedChange(RawBsonDocument Document, DocumentChange Change)
{
    public BsonValue Id => Document["_id"].ToBsonValue();
}
