using MongoDB.Bson;
using Migrations.Engine.Commands;
using Migrations.Engine.Reporting;

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

    // The records of unfinished document migrations with the sum of their checkpoints.
    public async Task<DatabaseState> ReadWithProgressAsync(CancellationToken cancellationToken)
    {
        var state = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var records = new List<AppliedMigration>();
        foreach (var record in state.Records)
        {
            records.Add(record is { IsUnfinished: true, Checkpoint: { } checkpoint } && checkpoint.TryGetValue("total", out var total)
                ? record with { Progress = await SumAsync(record, total.ToInt64(), cancellationToken).ConfigureAwait(false) }
                : record);
        }

        return state.With(records);
    }

    private async Task<RangeSummary> SumAsync(AppliedMigration record, long total, CancellationToken cancellationToken)
    {
        var ranges = await commands.FindAllAsync(names.Ranges, new BsonDocument { { "_id.tree", record.Tree }, { "_id.id", record.Id } }, ById, cancellationToken).ConfigureAwait(false);
        var earlier = PassCheckpoint.Read(record.Checkpoint)?.Earlier ?? new WriteCounts();
        return new RangeSummary
        {
            Documents = ranges.Sum(r => r["documents"].ToInt64()),
            Modified = earlier.Modified + ranges.Sum(r => r["modified"].ToInt64()),
            Inserted = earlier.Inserted + ranges.Sum(r => r.TryGetValue("inserted", out var inserted) ? inserted.ToInt64() : 0),
            Deleted = earlier.Deleted + ranges.Sum(r => r.TryGetValue("deleted", out var deleted) ? deleted.ToInt64() : 0),
            Total = total,
            Ranges = ranges.Count,
            RangesDone = ranges.Count(r => r["done"].ToBoolean()),
            Announced = ranges.Count(r => r.TryGetValue("pending", out var pending) && !pending.IsBsonNull),
        };
    }

    private async Task<List<HeadRecord>> ReadHeadsAsync(CancellationToken cancellationToken) =>
        [.. (await commands.FindAllAsync(names.Heads, [], ById, cancellationToken).ConfigureAwait(false)).Select(AppliedCodec.ReadHead)];

    private async Task<bool> HasAsync(string collection, CancellationToken cancellationToken) =>
        await schema.FindCollectionAsync(collection, cancellationToken).ConfigureAwait(false) is not null;
}
