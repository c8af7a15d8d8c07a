using Migrations.Bson;
using Migrations.Engine.Commands;

namespace Migrations.Engine.State;

internal sealed class StateReader(StateCommands commands, SchemaReader schema, StateNames names)
{
    private static readonly BsonDocument ById = new() { { "_id", 1 } };

    // Reads of several collections are not one moment: another run may finish a step in between. The heads tell, because they move with every step.
    public async Task<DatabaseState> ReadAsync(CancellationToken cancellationToken)
    {
        var heads = await ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var applied = await commands.FindAllAsync(names.Applied, [], ById, cancellationToken).ConfigureAwait(false);
            var components = await commands.FindAllAsync(names.Components, [], ById, cancellationToken).ConfigureAwait(false);
            var headsAfter = await ReadHeadsAsync(cancellationToken).ConfigureAwait(false);
            if (heads.SequenceEqual(headsAfter))
            {
                return new DatabaseState(heads, applied.Select(AppliedCodec.Read), components.Select(AppliedCodec.ReadComponent))
                {
                    HasHeadsCollection = heads.Count > 0 || await HasAsync(names.Heads, cancellationToken).ConfigureAwait(false),
                    HasComponentsCollection = components.Count > 0 || await HasAsync(names.Components, cancellationToken).ConfigureAwait(false),
                };
            }

            heads = headsAfter;
        }
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadJournalAsync(string? tree, int limit, CancellationToken cancellationToken)
    {
        BsonDocument filter = tree is null ? [] : new BsonDocument { { "tree", tree } };
        var entries = await commands.FindAllAsync(names.Journal, filter, new BsonDocument { { "_id", -1 } }, cancellationToken, limit).ConfigureAwait(false);
        return [.. entries.Select(JournalCodec.Read)];
    }

    private async Task<List<HeadRecord>> ReadHeadsAsync(CancellationToken cancellationToken) =>
        [.. (await commands.FindAllAsync(names.Heads, [], ById, cancellationToken).ConfigureAwait(false)).Select(AppliedCodec.ReadHead)];

    private async Task<bool> HasAsync(string collection, CancellationToken cancellationToken) =>
        await schema.FindCollectionAsync(collection, cancellationToken).ConfigureAwait(false) is not null;
}
