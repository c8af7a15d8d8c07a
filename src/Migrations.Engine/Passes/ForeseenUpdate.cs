using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Passes.Batches;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Storage;
using MongoDB.Bson;

namespace Migrations.Engine.Passes;

// Without transactions: what the update will make of each document is found out before, so that the batch can be announced. The server carries the update out itself, and only if
// the document is still the one that was read.
internal sealed class ForeseenUpdate(ICommandChannel channel, string database, ServerUpdate update, Func<string, MigrationException?> refusalOf) : IDocumentTransform
{
    // No document is ever this, so after a crash one that was changed is never taken for migrated.
    private static readonly RawDocument Uncertain = new BsonDocument().ToRaw();
    private readonly RawValue _update = update.Update.ToRawValue();
    private readonly Dictionary<BsonValue, CommandException> _refused = [];
    private Dictionary<BsonValue, RawDocument> _after = [];

    // Whether the outcome can be known without carrying it out.
    public static bool IsPossible(ServerUpdate update) => update.Update is BsonArray || OperatorForecast.IsPossible(update.Update.AsBsonDocument);

    public async Task PrepareAsync(IReadOnlyList<RawDocument> documents, IChannelSession? session, CancellationToken cancellationToken) => _after = update.Update is BsonArray stages
        ? await AskAsync([.. documents.Select(DocumentId.Of)], stages, session, cancellationToken).ConfigureAwait(false)
        : documents.ToDictionary(DocumentId.Of, d => OperatorForecast.Apply(d.ToBsonDocument(), update.Update.AsBsonDocument)?.ToRaw() ?? Uncertain);

    // A document that is no longer there has no outcome.
    public DocumentChange? Apply(RawDocument document) => _refused.TryGetValue(DocumentId.Of(document), out var refusal) ? throw refusal
        : _after.TryGetValue(DocumentId.Of(document), out var after) && !after.Equals(document) ? new DocumentChange(_update, after) : null;

    // The stages of an update are stages of an aggregation, and each makes one document of one. If one fails or is gone, they are asked for one by one.
    private async Task<Dictionary<BsonValue, RawDocument>> AskAsync(IReadOnlyList<BsonValue> ids, BsonArray stages, IChannelSession? session, CancellationToken cancellationToken)
    {
        _refused.Clear();
        if (await TryAsync(ids, stages, session, cancellationToken).ConfigureAwait(false) is { } all && all.Count == ids.Count)
        {
            return ids.Zip(all).ToDictionary(p => p.First, p => WithId(p.First, p.Second));
        }

        // A refusal ends a transaction, so nothing more can be asked there.
        if (session is not null && _refused.Values.FirstOrDefault() is { } refusal)
        {
            ids.ToList().ForEach(id => _refused[id] = refusal);
            return [];
        }

        _refused.Clear();
        var after = new Dictionary<BsonValue, RawDocument>();
        foreach (var id in ids)
        {
            if (await TryAsync([id], stages, session, cancellationToken).ConfigureAwait(false) is [var one])
            {
                after.Add(id, WithId(id, one));
            }
        }

        return after;
    }

    // Null if the server fails on one of them.
    private async Task<List<RawDocument>?> TryAsync(IReadOnlyList<BsonValue> ids, BsonArray stages, IChannelSession? session, CancellationToken cancellationToken)
    {
        BsonArray pipeline = [new BsonDocument("$match", new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)))), new BsonDocument("$sort", new BsonDocument("_id", 1)), .. stages];
        var body = new BsonDocument { { "aggregate", update.Collection }, { "pipeline", pipeline }, { "cursor", new BsonDocument() } };
        try
        {
            return await ReadAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, session, cancellationToken).ConfigureAwait(false);
        }
        catch (CommandException e) when (!ServerCodes.IsServerState(e.ServerCode) && !ServerOverload.IsReportedBy(e) && !e.ErrorLabels.Contains("TransientTransactionError"))
        {
            _refused[ids[^1]] = refusalOf(e.Message) is { } refusal ? throw refusal : e;
            return null;
        }
    }

    private async Task<List<RawDocument>> ReadAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        var read = new List<RawDocument>();
        var cursor = await channel.OpenCursorAsync(command, session, cancellationToken).ConfigureAwait(false);
        await using (cursor.ConfigureAwait(false))
        {
            while (await cursor.MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                read.AddRange(new RawArray(cursor.Current.Bytes.ToArray()).Select(d => d.AsDocument));
            }
        }

        return read;
    }

    // An update keeps the _id, even if its stages do not.
    private static RawDocument WithId(BsonValue id, RawDocument after)
    {
        if (after.TryGetValue("_id"u8, out _))
        {
            return after;
        }

        using var writer = new RawWriter(after.Length + 64);
        writer.WriteStartDocument();
        writer.WriteRaw("_id"u8, id.ToRawValue());
        writer.WriteBytes(after.Bytes.Span[sizeof(int)..^1]);
        writer.WriteEndDocument();
        return writer.ToRawDocument();
    }
}
