using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Scanning;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Wording;
using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations.Engine.Expecting;

// Estimates how long document migrations take: reads a few documents, carries the body out on them in memory, and multiplies. Nothing is written, so writing is not in the estimate.
internal sealed class StepEstimator(ICommandChannel channel, string database, TimeProvider time)
{
    private const int Sample = 100;
    private const long Patience = 5_000;

    public async Task<IReadOnlyList<StepEstimate>> EstimateAsync(PlanPreview preview, CancellationToken cancellationToken)
    {
        var (estimates, earlier) = (new List<StepEstimate>(), new List<PlannedStep>());
        foreach (var step in preview.Plan.Steps)
        {
            var forecast = preview.Forecasts.FirstOrDefault(f => f.Step == step);
            estimates.Add(ReasonFor(step, forecast, earlier) is { } reason ? new StepEstimate(step) { Reason = reason } : await EstimateAsync(step, forecast!, cancellationToken).ConfigureAwait(false));
            earlier.Add(step);
        }

        return estimates;
    }

    // Why no sample says anything; null if one does.
    private static string? ReasonFor(PlannedStep step, StepForecast? forecast, IReadOnlyList<PlannedStep> earlier) =>
        step.Migration.Kind is not DocumentKind ? "only its own code knows what it does"
        : step.Migration.Kind is ServerKind ? "the server carries it out by itself"
        : step.Migration.Kind is not TransformKind ? "it makes documents of documents"
        : step.IsFromImages ? "it is restored from images"
        : step.IsResumed ? "a part of it is done"
        : forecast is null ? "the server does not say how many documents there are"
        : earlier.Any(e => e.Migration.Kind.WritesAnywhere || e.Migration.Kind.CollectionOf(StepBodies.Of(e)) == forecast.Collection) ? "an earlier step changes its documents first"
        : null;

    private async Task<StepEstimate> EstimateAsync(PlannedStep step, StepForecast forecast, CancellationToken cancellationToken)
    {
        var body = (DocumentMigration)StepBodies.Of(step);
        try
        {
            using var transform = ((TransformKind)step.Migration.Kind).CreateTransform(body, step.Direction, SetupMap.Before(step, body.Collection));
            var started = time.GetTimestamp();
            using var reply = await channel.RunAsync(Read(body, step.Direction), null, cancellationToken).ConfigureAwait(false);
            using var page = new DocumentPage(reply, Sample);
            await transform.PrepareAsync(page, null, cancellationToken).ConfigureAwait(false);
            foreach (var document in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                transform.Apply(document);
            }

            var documents = forecast.Matching ?? forecast.Documents;
            return new StepEstimate(step) { Sample = page.Count, Duration = page.Count == 0 ? TimeSpan.Zero : time.GetElapsedTime(started) * ((double)documents / page.Count) };
        }
        catch (CommandException e)
        {
            return new StepEstimate(step) { Reason = $"the sample could not be read: {Sentence.Of(e.Message).TrimEnd('.')}" };
        }
#pragma warning disable CA1031 // An author's body may throw anything. A run would say where; a plan goes on.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new StepEstimate(step) { Reason = $"it failed on a document of the sample: {Sentence.Of(e.Message).TrimEnd('.')}" };
        }
    }

    private Command Read(DocumentMigration body, MigrationDirection direction)
    {
        var find = new BsonDocument { { "find", body.Collection }, { "filter", body.RenderFilter(direction) }, { "limit", Sample }, { "batchSize", Sample }, { "singleBatch", true }, { "maxTimeMS", Patience } };
        return new Command(database, find.ToRaw()) { Kind = CommandKind.Read };
    }
}
