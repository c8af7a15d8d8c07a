using Migrations.Bson;

namespace Migrations.Engine.Documents;

// The documents of one page and what is to be changed in them.
internal sealed record Batch(IReadOnlyList<RawBsonDocument> Documents, IReadOnlyList<PlannedChange> Changes)
{
    public BsonValue LastId => Documents[^1]["_id"].ToBsonValue();

    public static Batch Create(IReadOnlyList<RawBsonDocument> documents, IDocumentTransform transform, string collection, MigrationIdentity migration)
    {
        var changes = new List<PlannedChange>();
        foreach (var document in documents)
        {
            if (Transform(document, transform, collection, migration) is { } change)
            {
                changes.Add(new PlannedChange(document, change));
            }
        }

        return new Batch(documents, changes);
    }

    public static string IdOf(RawBsonDocument document) => document.TryGetValue("_id"u8, out var id) ? new BsonDocument("_id", id.ToBsonValue()).ToJson() : "without _id";

    // The author's code and the mapping may throw anything; the document's _id is what helps.
    private static DocumentChange? Transform(RawBsonDocument document, IDocumentTransform transform, string collection, MigrationIdentity migration)
    {
        try
        {
            return transform.Apply(document);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new MigrationException(
                MigrationErrorCode.DocumentFailed,
                $"Migration {migration} '{migration.Title}' failed on the document {IdOf(document)} of '{collection}': {e.GetType().Name}: {e.Message} Its batch was not written; earlier batches are, and are checkpointed. Correct the document or the migration and run again.",
                e);
        }
    }
}

internal sealed record PlannedChange(RawBsonDocument Document, DocumentChange Change);
