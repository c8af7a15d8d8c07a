using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// The history of a database: entries are added and never changed.
internal sealed class Journal(CollectionCommands commands, StateNames names, RunOrigin identity, TimeProvider time)
{
    // A migration may report any number of actions; the journal keeps the first ones.
    public const int MaxActions = 200;

    // A larger number is not a duration.
    private const long LongestMilliseconds = 100_000_000_000_000;

    // The same journal, for a run whose environment is known.
    public Journal For(RunOrigin run) => new(commands, names, run, time);

    // An entry of this run, now. What it is about is added.
    public JournalEntry NewEntry(string what, ChannelInfo server) => new()
    {
        At = time.GetUtcNow().UtcDateTime,
        Event = what,
        Who = identity.User,
        Host = identity.Host,
        Product = identity.Product,
        Plugin = identity.Plugin,
        Server = server.ServerVersion,
        Run = identity.Run,
        Environment = identity.Environment,
    };

    public Task AppendAsync(JournalEntry entry, IChannelSession? session, CancellationToken cancellationToken) =>
        commands.InsertAsync(names.Journal, ToDocument(entry), session, cancellationToken);

    // Newest first; of all trees, or of one.
    public async Task<IReadOnlyList<JournalEntry>> ReadAsync(string? tree, int limit, CancellationToken cancellationToken)
    {
        BsonDocument filter = tree is null ? [] : new BsonDocument { { "tree", tree } };
        var entries = await commands.FindAllAsync(names.Journal, filter, new BsonDocument { { "_id", -1 } }, cancellationToken, limit).ConfigureAwait(false);
        return [.. entries.Select(e => ReadOrSay(names.Read(StateKind.Journal, e)))];
    }

    private static BsonDocument ToDocument(JournalEntry entry)
    {
        var document = new BsonDocument
        {
            { "_id", ObjectId.GenerateNewId() },
            { "at", entry.At },
            { "event", entry.Event },
            { "who", entry.Who },
            { "host", entry.Host },
            { "product", entry.Product },
            { "plugin", entry.Plugin },
            { "server", entry.Server },
            { "run", entry.Run },
        };
        Add(document, "environment", entry.Environment);
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

    private static JournalEntry Read(StateDocument document) => new()
    {
        At = document.Time("at"),
        Event = document.Text("event"),
        Tree = document.TextOrNull("tree"),
        Id = document.TextOrNull("id"),
        Title = document.TextOrNull("title"),
        Who = document.TextOrNull("who") ?? "",
        Host = document.TextOrNull("host") ?? "",
        Product = document.TextOrNull("product") ?? "",
        Plugin = document.TextOrNull("plugin") ?? "",
        Server = document.TextOrNull("server") ?? "",
        Run = document.TextOrNull("run") ?? "",
        Environment = document.TextOrNull("environment"),
        Transaction = document.HasValue("transaction") ? document.Flag("transaction") : null,
        Duration = document.HasValue("milliseconds") ? TimeSpan.FromMilliseconds(Math.Min(document.Count("milliseconds"), LongestMilliseconds)) : null,
        Modified = document.HasValue("modified") ? document.Count("modified") : null,
        Inserted = document.HasValue("inserted") ? document.Count("inserted") : null,
        Deleted = document.HasValue("deleted") ? document.Count("deleted") : null,
        Detail = document.TextOrNull("detail"),
        Actions = [.. document.ValuesOrNone("actions").Select(a => a is BsonString text ? text.Value : throw document.Fault("actions", "an array of texts"))],
    };

    // An unreadable entry is replaced by one that says so.
    private static JournalEntry ReadOrSay(StateDocument document)
    {
        try
        {
            return Read(document);
        }
        catch (MigrationException e) when (e.Code == MigrationErrorCode.StateUnreadable)
        {
            return new JournalEntry
            {
                At = document.ValueOrNull("at") is BsonDateTime { IsValidDateTime: true } at ? at.ToUniversalTime() : default,
                Event = JournalEvent.Unreadable,
                Detail = $"MIG{(int)e.Code}: {e.Message}",
            };
        }
    }

    private static void Add(BsonDocument document, string name, BsonValue? value)
    {
        if (value is not null)
        {
            document.Add(name, value);
        }
    }
}
