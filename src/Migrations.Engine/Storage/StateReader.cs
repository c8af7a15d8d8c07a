using Migrations.Engine.Database;
using Migrations.Engine.Model;
using MongoDB.Bson;

namespace Migrations.Engine.Storage;

internal sealed class StateReader(CollectionCommands commands, SchemaReader schema, StateNames names, PluginTrees own)
{
    private static readonly BsonDocument ById = new() { { "_id", 1 } };

    // Only a rollback of what the plugin does not have needs the ways back.
    private static readonly BsonDocument WithoutContent = new($"wayBack.{WayBackCodec.Content}", 0);

    // Everything, for commands that change something. RequireOwn checks which of the trees belong to the plugin.
    public async Task<DatabaseState> ReadAsync(CancellationToken cancellationToken) => (await ReadHeldAsync(cancellationToken).ConfigureAwait(false)).RequireReadable();

    // Reads of several collections are not one moment: another run may finish a step in between. The heads show that, because they move with every step.
    private async Task<DatabaseState> ReadHeldAsync(CancellationToken cancellationToken)
    {
        var heads = await ReadAllAsync(StateKind.Heads, HeadRecord.Read, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var applied = await ReadAllAsync(StateKind.Applied, AppliedCodec.Read, cancellationToken).ConfigureAwait(false);
            var components = await ReadAllAsync(StateKind.Components, ComponentRecord.Read, cancellationToken).ConfigureAwait(false);
            var headsAfter = await ReadAllAsync(StateKind.Heads, HeadRecord.Read, cancellationToken).ConfigureAwait(false);
            if (heads.Records.SequenceEqual(headsAfter.Records))
            {
                return own.OwnPart(new DatabaseState(heads.Records, applied.Records, components.Records)
                {
                    HasHeadsCollection = heads.IsAny || await HasAsync(names.Heads, cancellationToken).ConfigureAwait(false),
                    HasComponentsCollection = components.IsAny || await HasAsync(names.Components, cancellationToken).ConfigureAwait(false),
                    Faults = [.. headsAfter.Faults, .. applied.Faults, .. components.Faults],
                });
            }

            heads = headsAfter;
        }
    }

    // What is stored of the ways back of these migrations.
    public async Task<IReadOnlyDictionary<(string Tree, string Id), StoredWayBack>> ReadWaysBackAsync(IEnumerable<AppliedMigration> migrations, CancellationToken cancellationToken)
    {
        var keys = new BsonArray(migrations.Select(m => MigrationKey.Of(m.Tree, m.Id)));
        var documents = await commands.FindAllAsync(names.Applied, new BsonDocument("_id", new BsonDocument("$in", keys)), ById, cancellationToken).ConfigureAwait(false);
        var ways = new Dictionary<(string, string), StoredWayBack>();
        foreach (var document in documents.Select(d => names.Read(StateKind.Applied, d)))
        {
            if (WayBackCodec.Read(document) is { } way)
            {
                var key = document.Key("tree", "id");
                ways[(key.Text("tree"), key.Text("id"))] = way;
            }
        }

        return ways;
    }

    // The records of unfinished document migrations with the sum of their checkpoints.
    public async Task<DatabaseState> ReadWithProgressAsync(CancellationToken cancellationToken) => (await ReadReadableAsync(cancellationToken).ConfigureAwait(false)).RequireReadable();

    // The same for commands that only look: what cannot be read is reported, and the rest is returned.
    public async Task<DatabaseState> ReadReadableAsync(CancellationToken cancellationToken)
    {
        var state = await ReadHeldAsync(cancellationToken).ConfigureAwait(false);
        var (records, faults) = (new List<AppliedMigration>(), state.Faults.ToList());
        foreach (var record in state.Records)
        {
            records.Add(record.IsUnfinished && record.Checkpoint is PassCheckpoint pass
                ? record with { Progress = await SumAsync(record, pass, faults, cancellationToken).ConfigureAwait(false) }
                : record);
        }

        return state.With(records, faults);
    }

    private async Task<RangeSummary> SumAsync(AppliedMigration record, PassCheckpoint pass, List<StateFault> faults, CancellationToken cancellationToken)
    {
        var documents = await commands.FindAllAsync(names.Ranges, MigrationKey.Filter(record.Tree, record.Id), ById, cancellationToken).ConfigureAwait(false);
        var read = ReadAll(StateKind.Ranges, documents, RangeCheckpoint.Read);
        faults.AddRange(read.Faults);
        var ranges = read.Records;
        return new RangeSummary
        {
            Documents = ranges.Sum(r => r.Documents),
            Modified = pass.Earlier.Modified + ranges.Sum(r => r.Modified),
            Inserted = pass.Earlier.Inserted + ranges.Sum(r => r.Inserted),
            Deleted = pass.Earlier.Deleted + ranges.Sum(r => r.Deleted),
            Total = pass.Total,
            Ranges = ranges.Count,
            RangesDone = ranges.Count(r => r.IsDone),
            Announced = ranges.Count(r => r.IsAnnounced),
            IsUnmarked = ranges.Any(r => r.IsUnmarked),
        };
    }

    private async Task<ReadDocuments<T>> ReadAllAsync<T>(StateKind kind, Func<StateDocument, T> read, CancellationToken cancellationToken) =>
        ReadAll(kind, await commands.FindAllAsync(names.Of(kind), [], ById, cancellationToken, projection: kind == StateKind.Applied ? WithoutContent : null).ConfigureAwait(false), read);

    private ReadDocuments<T> ReadAll<T>(StateKind kind, IReadOnlyList<BsonDocument> documents, Func<StateDocument, T> read)
    {
        var (records, faults) = (new List<T>(), new List<StateFault>());
        foreach (var document in documents.Select(d => names.Read(kind, d)))
        {
            try
            {
                records.Add(read(document));
            }
            catch (MigrationException e) when (e.Code == MigrationErrorCode.StateUnreadable)
            {
                faults.Add(new StateFault(document.Tree, e));
            }
        }

        return new ReadDocuments<T>(records, faults);
    }

    private Task<bool> HasAsync(string collection, CancellationToken cancellationToken) => schema.HasCollectionAsync(collection, cancellationToken);

    private sealed record ReadDocuments<T>(IReadOnlyList<T> Records, IReadOnlyList<StateFault> Faults)
    {
        public bool IsAny => Records.Count + Faults.Count > 0;
    }
}

// Which trees of a database belong to a plugin. Several plugins may share a database, each with its own trees.
internal sealed class PluginTrees(string plugin, IEnumerable<string> trees)
{
    private readonly HashSet<string> _trees = new(trees, StringComparer.Ordinal);

    // The state without the trees of other plugins. A tree of this plugin that belongs to another one is a fault: two plugins would move one head.
    public DatabaseState OwnPart(DatabaseState state)
    {
        var others = state.Heads.Where(h => h.Plugin is { } owner && owner != plugin).ToList();
        if (others.Count == 0)
        {
            return state;
        }

        var foreign = others.Select(h => h.Tree).Where(t => !_trees.Contains(t)).ToHashSet(StringComparer.Ordinal);
        var heads = state.Heads.Where(h => !foreign.Contains(h.Tree)).ToList();
        return new DatabaseState([.. heads, .. UnknownHeads(heads)], state.Records.Where(r => !foreign.Contains(r.Tree)), state.Components.Where(c => !foreign.Contains(c.Tree)))
        {
            HasHeadsCollection = state.HasHeadsCollection,
            HasComponentsCollection = state.HasComponentsCollection,
            Faults = [.. state.Faults.Where(f => f.Tree is null || !foreign.Contains(f.Tree)), .. others.Where(h => _trees.Contains(h.Tree)).Select(FaultOf)],
        };
    }

    // If all heads belong to another plugin, the positions of this one's other trees are unknown; they are not new trees at base.
    private IEnumerable<HeadRecord> UnknownHeads(List<HeadRecord> heads) => heads.Count > 0 && heads.TrueForAll(h => h.Plugin is { } owner && owner != plugin)
        ? _trees.Except(heads.Select(h => h.Tree), StringComparer.Ordinal).Select(t => new HeadRecord { Tree = t, IsUnknown = true })
        : [];

    private StateFault FaultOf(HeadRecord head) => new(head.Tree, new MigrationException(
        MigrationErrorCode.TreeOfAnotherPlugin,
        $"The tree '{head.Tree}' of this database belongs to the plugin '{head.Plugin}', and this one, '{plugin}', has a tree of that name too. Nothing was done with it. If there are two plugins, rename the tree of one of them. If the plugin was renamed, take its tree over: 'migrations accept {head.Tree}'."));
}
