using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// A batch of a migration: its range, and its number in the range.
internal sealed record BatchKey(string Tree, string Id, int Range, long Sequence)
{
    // The key of a range's next batch.
    public static BatchKey Next(MigrationDescriptor migration, Checkpoint reached) => new(migration.Tree, migration.Id, reached.Number, reached.Batches);

    public static BatchKey Read(StateDocument key) => new(key.Text("tree"), key.Text("id"), key.Number("range", 0, int.MaxValue), key.Count("seq"));

    public BsonDocument ToDocument() => MigrationKey.Of(Tree, Id).Set("range", Range).Set("seq", Sequence);
}
