using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Kinds.Fields;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Running.DryRuns;

// Tries an update that the server carries out, in a transaction that will be rolled back.
internal sealed class UpdateTrial(ICommandChannel counting, string database, DryRunLimits limits)
{
    // Null if the server refused something, which ended the transaction.
    public async Task<TrialCount?> RunAsync(ServerUpdate update, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        if (refusals.Search is not null)
        {
            return await SearchAsync(update, refusals, refusals.Search, session, cancellationToken).ConfigureAwait(false);
        }

        var (matched, refusal) = await TryAsync(update, update.Filter, session, cancellationToken).ConfigureAwait(false);
        if (refusal is null)
        {
            return new TrialCount(matched, matched);
        }

        refusals.BeginSearch(refusal, update.Collection);
        return null;
    }

    private async Task<TrialCount?> SearchAsync(ServerUpdate update, StepRefusals refusals, UpdateSearch search, IChannelSession session, CancellationToken cancellationToken)
    {
        if (!search.IsBegun)
        {
            search.Begin(await ReadIdsAsync(update, session, cancellationToken).ConfigureAwait(false));
        }

        var documents = 0L;
        foreach (var part in search.Parts)
        {
            var (matched, refusal) = await TryAsync(update, IdRange.Within(update.Filter, new BsonDocument("$in", new BsonArray(part))), session, cancellationToken).ConfigureAwait(false);
            documents += matched;
            if (refusal is not null)
            {
                var found = search.Narrow(part);
                refusals.AddRefused(found is null ? [] : [refusal with { Id = found }], update.Collection);
                return null;
            }
        }

        var reader = new PageReader(counting, database, update.Collection, update.Filter);
        return TrialCount.Of(documents + refusals.ByServer.Count, await reader.CountAsync(cancellationToken).ConfigureAwait(false), limits);
    }

    private async Task<List<IReadOnlyList<BsonValue>>> ReadIdsAsync(ServerUpdate update, IChannelSession session, CancellationToken cancellationToken)
    {
        var (reader, parts, last) = (new PageReader(counting, database, update.Collection, update.Filter), new List<IReadOnlyList<BsonValue>>(), (BsonValue?)null);
        while (parts.Sum(p => p.Count) < limits.MaxDocuments)
        {
            using var page = await reader.ReadAfterAsync(IdRange.Whole, last, limits.BatchSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            parts.Add([.. page.Select(DocumentId.Of)]);
            last = parts[^1][^1];
        }

        return parts;
    }

    private async Task<(long Matched, DocumentFailure? Refusal)> TryAsync(ServerUpdate update, BsonDocument filter, IChannelSession session, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await counting.RunAsync(update.ToCommand(database, filter, isInTransaction: true), session, cancellationToken).ConfigureAwait(false);
            var errors = WriteReplies.ReadErrors(reply.Document);
            ServerStateErrors.ThrowOnIt(reply.Document, errors, "update", update.Collection);
            return errors is [var first, ..]
                ? (0, StepRefusal.FailureOf(first.Message) ?? DocumentFailure.Of(BsonNull.Value, first))
                : (WriteReplies.Count(reply.Document, "n"u8), null);
        }
        catch (MigrationException e) when (StepRefusal.FailureOf(e.Message) is not null)
        {
            return (0, StepRefusal.FailureOf(e.Message));
        }
    }
}

// Finds the documents that an update of many fails on: a part that fails is halved, until it is one document.
internal sealed class UpdateSearch
{
    private readonly List<IReadOnlyList<BsonValue>> _parts = [];

    public bool IsBegun { get; private set; }

    public IReadOnlyList<IReadOnlyList<BsonValue>> Parts => _parts;

    public void Begin(IEnumerable<IReadOnlyList<BsonValue>> parts)
    {
        IsBegun = true;
        _parts.AddRange(parts);
    }

    // Returns the document where it is only one.
    public BsonValue? Narrow(IReadOnlyList<BsonValue> failed)
    {
        var at = _parts.IndexOf(failed);
        _parts.RemoveAt(at);
        if (failed.Count == 1)
        {
            return failed[0];
        }

        var half = failed.Count / 2;
        _parts.InsertRange(at, [[.. failed.Take(half)], [.. failed.Skip(half)]]);
        return null;
    }
}
