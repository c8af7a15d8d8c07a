using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using MongoDB.Bson;

namespace Migrations.Engine.Expecting;

// Asks the server how much the steps of a plan have to do. It is only a help: without the right to look, or on a busy server, there is no forecast.
internal sealed class ForecastReader(ICommandChannel channel, string database)
{
    private const long Patience = 5_000;
    // A server that could not count one collection in time is not asked to count the next.
    private bool _countsInTime = true;

    public async Task<IReadOnlyList<StepForecast>> ReadAsync(IReadOnlyList<PlannedStep> steps, CancellationToken cancellationToken)
    {
        var forecasts = new List<StepForecast>();
        foreach (var step in steps.Where(s => s.Migration.Kind.RunsInBatches))
        {
            if (ExpectationReader.Read(step.Migration) is { } expectation && await ReadAsync(step, expectation, cancellationToken).ConfigureAwait(false) is { } forecast)
            {
                forecasts.Add(forecast);
            }
        }

        return forecasts;
    }

    private async Task<StepForecast?> ReadAsync(PlannedStep step, Expectation expectation, CancellationToken cancellationToken)
    {
        if (await AskAsync(expectation.Collection, [new BsonDocument("$collStats", new BsonDocument { { "count", new BsonDocument() }, { "storageStats", new BsonDocument() } })], cancellationToken).ConfigureAwait(false) is not { } statistics)
        {
            return null;
        }

        // One answer for each shard.
        var documents = statistics.Sum(s => Number(s, "count"));
        var bytes = statistics.Sum(s => s.TryGetValue("storageStats", out var stats) ? Number(stats.AsBsonDocument, "size") : 0);
        var isFiltered = step.Direction == MigrationDirection.Up && expectation.Filter.ElementCount > 0;
        var matching = isFiltered ? await CountAsync(expectation, cancellationToken).ConfigureAwait(false) : null;
        return new StepForecast
        {
            Step = step,
            Collection = expectation.Collection,
            Documents = documents,
            Matching = matching,
            Bytes = bytes > 0 ? bytes : null,
            ImageBytes = !step.Migration.KeepsBeforeImages || step.Direction == MigrationDirection.Down ? 0 : bytes == 0 || documents == 0 ? null : bytes * (matching ?? documents) / documents,
        };
    }

    private async Task<long?> CountAsync(Expectation expectation, CancellationToken cancellationToken)
    {
        var counts = _countsInTime ? await AskAsync(expectation.Collection, [new BsonDocument("$match", expectation.Filter), new BsonDocument("$count", "count")], cancellationToken).ConfigureAwait(false) : null;
        _countsInTime = counts is not null;
        return counts?.Sum(c => Number(c, "count"));
    }

    // Null if the server does not answer that.
    private async Task<List<BsonDocument>?> AskAsync(string collection, BsonDocument[] stages, CancellationToken cancellationToken)
    {
        var body = new BsonDocument { { "aggregate", collection }, { "pipeline", new BsonArray(stages) }, { "cursor", new BsonDocument() }, { "maxTimeMS", Patience } };
        try
        {
            using var reply = await channel.RunAsync(new Command(database, body.ToRaw()) { Kind = CommandKind.Read }, null, cancellationToken).ConfigureAwait(false);
            return [.. reply.Document["cursor"].AsDocument["firstBatch"].AsArray.Select(s => s.AsDocument.ToBsonDocument())];
        }
        catch (CommandException)
        {
            return null;
        }
    }

    private static long Number(BsonDocument document, string name) => document.TryGetValue(name, out var value) && value.IsNumeric ? value.ToInt64() : 0;
}
