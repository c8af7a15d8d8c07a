namespace Migrations.Engine.Storage;

// A field of a stored document, as docs/state.md describes it.
internal sealed record StateField(string Name, string Meaning);

// Every field at the top level of every document of the state. A field that is stored and not in here fails a test, and so does one that is in here and never stored.
internal static class StateFields
{
    private const string Run = "the run that wrote it last";
    private const string Reviewed = "the fingerprint of the [reviewed plan](plan-file.md) that this run carried out; null if there was none";

    public static string Purpose(StateKind kind) => kind switch
    {
        StateKind.Heads => "where each tree is",
        StateKind.Applied => "a record of each migration that was ever begun",
        StateKind.Components => "written by the application: the version of a tree that its code needs; follows the head",
        StateKind.Ranges => "while a document migration is unfinished: a document for each range of `_id`",
        StateKind.Errors => "with `--on-document-error collect`: a document that was left behind",
        StateKind.Images => "what a batch of a migration with `[KeepBeforeImages]` changed ([undo](undo.md))",
        StateKind.Journal => "one document for each event, never changed",
        StateKind.Environments => "what runs [worked with](environment.md), one document for each that differs",
        _ => "one document, whose times are all the server's",
    };

    public static IReadOnlyList<StateField> Of(StateKind kind) => kind switch
    {
        StateKind.Heads => Heads,
        StateKind.Applied => Applied,
        StateKind.Components => Components,
        StateKind.Ranges => Ranges,
        StateKind.Errors => Errors,
        StateKind.Images => Images,
        StateKind.Journal => Journal,
        StateKind.Environments => Environments,
        _ => Lock,
    };

    private static readonly StateField[] Heads =
    [
        new("_id", "the tree"),
        new("revision", "the id of the revision that its data have reached; null at base"),
        new("line", "the line of that revision"),
        new("version", "its version"),
        new("run", Run),
        new("reviewed", Reviewed),
        new("plugin", "the plugin that the tree [belongs to](deploying.md#several-plugins-in-one-database)"),
        new("unknown", "whether nobody has said yet where the tree is"),
    ];

    private static readonly StateField[] Applied =
    [
        new("_id", "`{ tree, id }`"),
        new("title", "its title"),
        new("version", "its version"),
        new("parent", "the revision it started from"),
        new("checksum", "the [checksum](#checksums) of its way up"),
        new("downChecksum", "the checksum of its way back, if that ran last"),
        new("status", "`running`, `done`, `failed` or `rolledBack`"),
        new("direction", "`up` or `down`"),
        new("transaction", "whether it ran in transactions"),
        new("stamped", "whether it was recorded without running"),
        new("partial", "whether data may be half migrated"),
        new("checkpoint", "what the next run continues with: the numbers of its ranges (`first`, `next`), the direction that they were cut for, what earlier passes wrote (`earlier`), skipped documents (`except`); or how far a rollback from images is"),
        new("images", "whether it can be rolled back from images"),
        new("wayBack", "what a plugin that does not have the migration needs to [roll it back](rollback-by-value.md): `version` of the form, whether that is `complete` or code is needed, its `parent`, `line`, what it `dependsOn`, the `checksum` of its way back, and as bytes in `data` its collection, filters, update, moved types and validator; null if it was recorded without running"),
        new("written", "where a free-form body writes without a transaction, and how much the server had confirmed when that was recorded: before the first write to a collection, then once a second"),
        new("lost", "changes of collections and indexes that cannot be undone"),
        new("error", "why it failed"),
        new("failedDocuments", "how many documents were left behind"),
        new("counts", "documents inserted, matched, modified and deleted"),
        new("token", "the fencing token of the run that wrote it last"),
        new("sessions", "the sessions of that run, so that the next one can end them"),
        new("run", Run),
        new("reviewed", Reviewed),
        new("by", "the user who ran it"),
        new("host", "the machine it ran on"),
        new("product", "name and version of the tool"),
        new("plugin", "name and version of the plugin"),
        new("environment", "the hash of what that run [worked with](environment.md); null if it did not run"),
        new("started", "when it started"),
        new("finished", "when it finished or failed"),
    ];

    private static readonly StateField[] Components =
    [
        new("_id", "the tree"),
        new("line", "the line that the application was written for"),
        new("version", "the version that it was written for"),
    ];

    private static readonly StateField[] Ranges =
    [
        new("_id", "`{ tree, id, range }`"),
        new("token", "the fencing token of the run that works on it"),
        new("bounds", "the part of the collection: kinds of `_id` (`first`, `last`), and values (`after`, `upTo`, `nan`)"),
        new("lastId", "the last `_id` that is done"),
        new("documents", "how many documents are done"),
        new("batches", "how many batches are done; where documents are made of documents without transactions, how often that was stored"),
        new("modified", "how many documents were changed"),
        new("inserted", "how many were inserted, by migrations that [make documents of documents](emit.md)"),
        new("deleted", "how many were deleted by them"),
        new("kept", "how many they left in their source"),
        new("done", "whether the range is done"),
        new("unmarked", "whether documents that were migrated still match the filter and would change again, so that [no later pass](running.md#what-others-write-meanwhile) looks for others"),
        new("pending", "without transactions, the batch that is announced: its documents with hashes from before and after (`ordered` where only the order of fields changes), what documents are made of them and whether all of it is inserted, or that the server was told to update the range (`begun`)"),
    ];

    private static readonly StateField[] Errors =
    [
        new("_id", "`{ tree, id, document }`"),
        new("run", "the run that left it behind"),
        new("collection", "its collection"),
        new("code", "the server's code; null if it was not the server that refused it"),
        new("reason", "why"),
        new("path", "the field, if known"),
        new("details", "`errInfo` of the server, or `index`, `keyPattern` and `keyValue`"),
        new("at", "when"),
    ];

    private static readonly StateField[] Images =
    [
        new("_id", "`{ tree, id, range, seq, attempt, part }`"),
        new("collection", "the collection of the documents"),
        new("run", "the run that migrated them"),
        new("at", "when, on the server's clock"),
        new("documents", "how many documents"),
        new("bytes", "their size"),
        new("stored", "the size of `data`"),
        new("data", "the old documents, each after the hash of the migrated one, compressed, in parts of at most 8 MB"),
        new("refused", "documents of the batch that the server refused after all"),
    ];

    private static readonly StateField[] Journal =
    [
        new("_id", "an ObjectId"),
        new("at", "when"),
        new("event", "`initialise`, `stamp`, `autoStamp`, `import`, `upgrade`, `rollback`, `resume`, `fail`, `breakOff` (a run was killed; written by the next one that takes the lock), `force`, `accept`, `prune`. `force` is a precondition that was passed over, a position that was replaced, or a broken lock"),
        new("tree", "the tree"),
        new("id", "the migration"),
        new("title", "its title"),
        new("who", "the user"),
        new("host", "the machine"),
        new("product", "name and version of the tool"),
        new("plugin", "name and version of the plugin"),
        new("server", "the server's version"),
        new("run", "the run"),
        new("environment", "the hash of what the run [worked with](environment.md)"),
        new("transaction", "whether it ran in transactions"),
        new("milliseconds", "how long it took"),
        new("modified", "documents modified"),
        new("inserted", "documents inserted"),
        new("deleted", "documents deleted"),
        new("detail", "what else there is to say"),
        new("actions", "what the migration reported, the first 200 actions"),
    ];

    private static readonly StateField[] Environments =
    [
        new("_id", "SHA-256 over all fields but `first`"),
        new("plugin", "the plugin's name"),
        new("runtime", "the .NET runtime"),
        new("system", "the operating system"),
        new("architecture", "the processor's"),
        new("driver", "the version of MongoDB.Driver"),
        new("server", "the server's version"),
        new("compatibility", "its feature compatibility version; null if the user may not read it"),
        new("topology", "`standalone`, `replicaSet` or `sharded`"),
        new("packages", "the packages of the plugin, each with `name` and `version`; null if they are not known"),
        new("first", "when it was recorded"),
    ];

    private static readonly StateField[] Lock =
    [
        new("_id", "`lock`"),
        new("owner", "who holds it; null for nobody"),
        new("run", "the run that holds it, or held it last"),
        new("token", "the fencing token, which grows with every holder"),
        new("acquired", "since when it is held"),
        new("expires", "when it ends if it is not renewed"),
        new("noticeMs", "how long its holder may take to notice that it was broken"),
        new("broken", "the token of the holder whose lock was broken, until that run answers or somebody takes the lock"),
        new("touched", "changed by transactions that exclude another holder"),
    ];
}
