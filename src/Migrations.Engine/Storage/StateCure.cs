using MongoDB.Bson;
using MongoDB.Bson.IO;

namespace Migrations.Engine.Storage;

// What to do with a document of the state that cannot be read: for each collection a way that leads out, also where there is no backup.
internal static class StateCure
{
    private static readonly JsonWriterSettings Shell = new() { OutputMode = JsonOutputMode.Shell };

    public static string Of(StateKind kind, string collection, BsonValue id, string? tree) => kind switch
    {
        StateKind.Heads => $"{Mend} remove it with {Removal(collection, id)} and say where the tree stands: 'migrations stamp --force {tree ?? "TREE"}@ID'; 'migrations journal' tells what was done.",
        StateKind.Applied => $"{Mend} remove it with {Removal(collection, id)} and at once say where the data of the tree stand: 'migrations stamp --force {tree ?? "TREE"}@ID'. In between the migration counts as never begun, and would run from its beginning; 'migrations journal' tells what was done.",
        StateKind.Components => $"The application writes this collection. Set the field right, or remove the document with {Removal(collection, id)} and let the application declare its version again.",
        StateKind.Ranges => $"It tells how far a migration is. {Mend} look at the data and say where they stand: 'migrations stamp --force {tree ?? "TREE"}@ID', which begins that migration anew or counts it as done.",
        StateKind.Errors => $"It lists a document that was left behind. {Mend} put that document right by hand and remove this entry with {Removal(collection, id)}.",
        StateKind.Images => $"It holds documents as they were before a migration. {Mend} give up the way back: put the data right by hand and say where they stand with 'migrations stamp --force {tree ?? "TREE"}@ID'; what is no image at all goes with {Removal(collection, id)}.",
        StateKind.Lock => "Repair it with 'migrations unlock --force'.",
        _ => $"Nothing depends on it: leave it, or remove it with {Removal(collection, id)}.",
    };

    private const string Mend = "Set the field right or restore the document from a backup; or";

    // As mongosh takes it.
    private static string Removal(string collection, BsonValue id) => $"db.getCollection(\"{collection}\").deleteOne({new BsonDocument("_id", id).ToJson(Shell)})";
}
