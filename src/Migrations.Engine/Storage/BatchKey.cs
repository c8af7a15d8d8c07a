using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

// A batch of a migration: its range, and the number of batches that the range had behind it.
internal sealed record BatchKey(string Tree, string Id, int Range, long Sequence)
{
    // Of the batch that a range comes to.
    public static BatchKey Next(MigrationDescriptor migration, Checkpoint reached) => new(migration.Tree, migration.Id, reached.Number, reached.Batches);

    public static BatchKey Read(StateDocument key) => new(key.Text("tree"), key.Text("id"), key.Number("range", 0, int.MaxValue), key.Count("seq"));

    public BsonDocument ToDocument() => AppliedCodec.Key(Tree, Id).Set("range", Range).Set("seq", Sequence);
}
