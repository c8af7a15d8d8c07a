using Migrations.Bson;
using Migrations.Engine.Commands;

namespace Migrations.Engine.State;

internal sealed class StateReader(StateCommands commands, StateNames names)
{
    private static readonly BsonDocument ById = new() { { "_id", 1 } };

    public async Task<DatabaseState> ReadAsync(CancellationToken cancellationToken)
    {
        var heads = await commands.FindAllAsync(names.Heads, [], ById, cancellationToken).ConfigureAwait(false);
        var applied = await commands.FindAllAsync(names.Applied, [], ById, cancellationToken).ConfigureAwait(false);
        return new DatabaseState(heads.Select(AppliedCodec.ReadHead), applied.Select(AppliedCodec.Read));
    }

    public async Task<IReadOnlyList<JournalEntry>> ReadJournalAsync(string? tree, int limit, CancellationToken cancellationToken)
    {
        BsonDocument filter = tree is null ? [] : new BsonDocument { { "tree", tree } };
        var entries = await commands.FindAllAsync(names.Journal, filter, new BsonDocument { { "_id", -1 } }, cancellationToken, limit).ConfigureAwait(false);
        return [.. entries.Select(JournalCodec.Read)];
    }
}
