using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace Migrations.Engine.Storage;

// What to do with a document of the state that cannot be read: for each collection a way out, even without a backup.
internal static class StateCure
{
    private static readonly JsonWriterSettings Shell = new() { OutputMode = JsonOutputMode.Shell };

    public static string Of(StateKind kind, string collection, BsonValue id, string? tree) => kind switch
    {
        StateKind.Heads => $"{Mend} delete it with {Removal(collection, id)} and record where the tree stands: 'migrations stamp --force {tree ?? "TREE"}@ID'; 'migrations journal' shows what was done.",
        StateKind.Applied => $"{Mend} delete it with {Removal(collection, id)} and at once record where the data of the tree are: 'migrations stamp --force {tree ?? "TREE"}@ID'. In between the migration counts as never started, and would run from the start; 'migrations journal' shows what was done.",
        StateKind.Components => $"The application writes this collection. Correct the field, or delete the document with {Removal(collection, id)} and let the application declare its version again.",
        StateKind.Ranges => $"It records how far a migration is. {Mend} check the data and record where they are: 'migrations stamp --force {tree ?? "TREE"}@ID', which starts that migration again or counts it as done.",
        StateKind.Errors => $"It lists a document that was left behind. {Mend} correct that document by hand and delete this entry with {Removal(collection, id)}.",
        StateKind.Images => $"It holds documents as they were before a migration. {Mend} do without the rollback: correct the data by hand and record where they are with 'migrations stamp --force {tree ?? "TREE"}@ID'; delete what is not an image with {Removal(collection, id)}.",
        StateKind.Lock => "Repair it with 'migrations unlock --force'.",
        _ => $"Nothing depends on it: leave it, or delete it with {Removal(collection, id)}.",
    };

    private const string Mend = "Correct the field or restore the document from a backup; or";

    // As mongosh takes it.
    private static string Removal(string collection, BsonValue id) => $"db.getCollection(\"{collection}\").deleteOne({new BsonDocument("_id", id).ToJson(Shell)})";
}
