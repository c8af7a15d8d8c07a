using MongoDB.Bson;

namespace Migrations.Engine.State;

internal static class JournalCodec
{
    // A migration may report without end; the journal keeps the first of it.
    public const int MaxActions = 200;

    public static BsonDocument Write(JournalEntry entry)
    {
        var document = new BsonDocument
        {
            { "_id", ObjectId.GenerateNewId() },
            { "at", entry.At },
            { "event", entry.Event },
            { "who", entry.Who },
            { "host", entry.Host },
            { "product", entry.Product },
            { "server", entry.Server },
            { "run", entry.Run },
        };
        Add(document, "tree", entry.Tree);
        Add(document, "id", entry.Id);
        Add(document, "title", entry.Title);
        Add(document, "transaction", entry.Transaction is { } transaction ? (BsonValue)transaction : null);
        Add(document, "milliseconds", entry.Duration is { } duration ? (BsonValue)(long)duration.TotalMilliseconds : null);
        Add(document, "modified", entry.Modified is { } modified ? (BsonValue)modified : null);
        Add(document, "inserted", entry.Inserted is { } inserted ? (BsonValue)inserted : null);
        Add(document, "deleted", entry.Deleted is { } deleted ? (BsonValue)deleted : null);
        Add(document, "detail", entry.Detail);
        Add(document, "actions", entry.Actions.Count > 0 ? new BsonArray(entry.Actions.Take(MaxActions).Select(a => (BsonValue)a)) : null);
        return document;
    }

    public static JournalEntry Read(BsonDocument document) => new()
    {
        At = document.TryGetValue("at", out var at) && at is BsonDateTime time ? time.ToUniversalTime() : default,
        Event = AppliedCodec.Text(document, "event") ?? "",
        Tree = AppliedCodec.Text(document, "tree"),
        Id = AppliedCodec.Text(document, "id"),
        Title = AppliedCodec.Text(document, "title"),
        Who = AppliedCodec.Text(document, "who") ?? "",
        Host = AppliedCodec.Text(document, "host") ?? "",
        Product = AppliedCodec.Text(document, "product") ?? "",
        Server = AppliedCodec.Text(document, "server") ?? "",
        Run = AppliedCodec.Text(document, "run") ?? "",
        Transaction = document.TryGetValue("transaction", out var transaction) ? transaction is BsonBoolean { Value: true } : null,
        Duration = document.TryGetValue("milliseconds", out var milliseconds) ? TimeSpan.FromMilliseconds(milliseconds.ToInt64()) : null,
        Modified = document.TryGetValue("modified", out var modified) ? modified.ToInt64() : null,
        Inserted = document.TryGetValue("inserted", out var inserted) ? inserted.ToInt64() : null,
        Deleted = document.TryGetValue("deleted", out var deleted) ? deleted.ToInt64() : null,
        Detail = AppliedCodec.Text(document, "detail"),
        Actions = document.TryGetValue("actions", out var actions) && actions is BsonArray list ? [.. list.OfType<BsonString>().Select(s => s.Value)] : [],
    };

    private static void Add(BsonDocument document, string name, BsonValue? value)
    {
        if (value is not null)
        {
            document.Add(name, value);
        }
    }
}
