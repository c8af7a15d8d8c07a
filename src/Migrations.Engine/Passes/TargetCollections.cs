using System.Collections.Concurrent;
using Migrations.Engine.Database;

namespace Migrations.Engine.Passes;

// Not every server creates a collection within a transaction, so those that are missing are made before they are written into. All workers share it.
internal sealed class TargetCollections(SchemaReader schema, CollectionCommands commands)
{
    private readonly ConcurrentDictionary<string, bool> _present = new(StringComparer.Ordinal);

    // A transaction that began before a collection was created does not see it.
    public IReadOnlySet<string> Known => _present.Keys.ToHashSet(StringComparer.Ordinal);

    public async Task PrepareAsync(IEnumerable<string> collections, CancellationToken cancellationToken)
    {
        foreach (var collection in collections.Distinct(StringComparer.Ordinal))
        {
            if (_present.ContainsKey(collection))
            {
                continue;
            }

            if (!await schema.HasCollectionAsync(collection, cancellationToken).ConfigureAwait(false))
            {
                await commands.CreateAsync(collection, cancellationToken).ConfigureAwait(false);
            }

            _present[collection] = true;
        }
    }
}
