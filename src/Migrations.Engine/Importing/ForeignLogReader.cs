using Migrations.Engine.Database;
using MongoDB.Bson;

namespace Migrations.Engine.Importing;

// Finds the log of another tool in the database and reads it.
internal sealed class ForeignLogReader(CollectionCommands commands, SchemaReader schema)
{
    public async Task<(string Collection, IReadOnlyList<ForeignMigration> Applied)> ReadAsync(ForeignLog log, ImportRequest request, CancellationToken cancellationToken)
    {
        var collection = await FindAsync(log, request.Log, cancellationToken).ConfigureAwait(false);
        var documents = await commands.FindAllAsync(collection, [], new BsonDocument("_id", 1), cancellationToken).ConfigureAwait(false);
        return documents.Count > 0
            ? (collection, log.Read(collection, documents, request.Ignored))
            : throw Missing($"The collection '{collection}' is empty, so {log.Tool} has applied nothing here.");
    }

    private async Task<string> FindAsync(ForeignLog log, string? named, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> candidates = named is null ? log.Collections : [named];
        foreach (var candidate in candidates)
        {
            if (await schema.HasCollectionAsync(candidate, cancellationToken).ConfigureAwait(false))
            {
                return candidate;
            }
        }

        throw Missing($"The database '{schema.Database}' has no collection {string.Join(" or ", candidates.Select(c => $"'{c}'"))}, where {log.Tool} would keep its log.");
    }

    private static MigrationException Missing(string fact) =>
        new(MigrationErrorCode.ImportLogMissing, $"{fact} Nothing was recorded. Name the collection with '--log', or the right database with '--database'; if no migration was ever applied here, say so: 'migrations init --at base'.");
}
