using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Commands;
using Migrations.Engine.Documents;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Fields;
using Migrations.Engine.Guarding;
using Migrations.Engine.Images;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Requirements;
using Migrations.Engine.Running;
using Migrations.Engine.Scanning;
using Migrations.Engine.State;
using Migrations.Engine.TypeMoves;

namespace Migrations.Engine.DryRuns;

// Takes the steps of a plan for real, one on the data of the other, in one transaction that is aborted at the end. No lock: nothing remains.
internal sealed class DryRunner(ICommandChannel channel, AuthorAccess authors, string database, StateNames names, DryRunSettings settings, TimeProvider time)
{
    public async Task<(IReadOnlyList<DryRunStep> Steps, IReadOnlyList<PreconditionResult> Preconditions)> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var (steps, conditions) = (new List<DryRunStep>(), new List<PreconditionResult>());
        var session = channel.StartSession();
        await using (session.ConfigureAwait(false))
        {
            session.StartTransaction();
            try
            {
                foreach (var step in plan.Steps)
                {
                    conditions.AddRange(await CheckAsync(step, session, cancellationToken).ConfigureAwait(false));
                    steps.Add(await RunStepAsync(step, session, cancellationToken).ConfigureAwait(false));
                }
            }
            finally
            {
                await session.AbortTransactionAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }

        return (steps, conditions);
    }

    private async Task<IReadOnlyList<PreconditionResult>> CheckAsync(PlannedStep step, IChannelSession session, CancellationToken cancellationToken)
    {
        var results = await new PreconditionCheck(authors, settings.IsForced).FindAsync(step, session, cancellationToken).ConfigureAwait(false);
        PreconditionCheck.ThrowOnFaults(results);
        return results;
    }

    // Within a transaction that somebody else takes back.
    public async Task<DryRunStep> RunStepAsync(PlannedStep step, IChannelSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeStepAsync(step, session, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (AuthorFault.Of(e, step.Migration) is { } fault)
        {
            throw fault;
        }
    }

    private async Task<DryRunStep> TakeStepAsync(PlannedStep step, IChannelSession session, CancellationToken cancellationToken)
    {
        var (started, actions) = (time.GetTimestamp(), new List<ReportedAction>());
        var counting = new CountingChannel(channel);
        var body = StepBodies.Of(step);
        using var visit = authors.OpenForTrial(session, actions.Add, settings.PassesOverValidators);
        var context = ContextOf(step, visit, actions);
        actions.AddRange(StepTexts(step, body));
        var (documents, total) = step.IsFromImages ? await UndoAsync(step, counting, context, session, cancellationToken).ConfigureAwait(false)
            : body is EmitMigration emit ? await new EmitTrial(counting, database, names, settings.Limits).RunAsync(step, emit, session, cancellationToken).ConfigureAwait(false)
            : body is DocumentMigration migration
            ? await MigrateDocumentsAsync(step, migration, counting, session, cancellationToken).ConfigureAwait(false)
            : await InvokeAsync(body, visit, context, cancellationToken).ConfigureAwait(false);
        var counts = WriteCounts.Sum(counting.Counts, visit.Tally.Counts);
        if (documents == total)
        {
            using var check = authors.OpenForTrial(session, actions.Add, settings.PassesOverValidators);
            await PostCondition.CheckAsync(body, check, ContextOf(step, check, actions), cancellationToken).ConfigureAwait(false);
        }

        return new DryRunStep { Step = step, Touched = visit.Tally.Collections, Counts = counts, Actions = actions, Documents = documents, Total = total, Duration = time.GetElapsedTime(started) };
    }

    private static MigrationContext ContextOf(PlannedStep step, AuthorVisit visit, List<ReportedAction> actions) =>
        new(visit.Database, step.Migration.Identity, step.Direction, actions.Add, step.Options, visit.Session);

    private static IEnumerable<ReportedAction> StepTexts(PlannedStep step, MigrationBody body) => body is FieldMigration migration
        ? ServerUpdate.Of(migration, step.Direction)!.Steps.Select(text => new ReportedAction { Description = text, Collection = migration.Collection })
        : [];

    private static async Task<(long Documents, long Total)> InvokeAsync(MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        await BodyInvocation.InvokeAsync(body, visit, context, cancellationToken).ConfigureAwait(false);
        return (0, 0);
    }

    // The images go within the transaction, and come back with it.
    private async Task<(long Documents, long Total)> UndoAsync(PlannedStep step, ICommandChannel counting, MigrationContext context, IChannelSession session, CancellationToken cancellationToken)
    {
        var images = new ImageStore(new StateCommands(channel, database), names);
        var restore = new BatchRestore(counting, database, step.Migration.Identity, settings.IsForced);
        var total = await images.CountDocumentsAsync(step.Migration.Tree, step.Migration.Id, cancellationToken).ConfigureAwait(false);
        var counts = new RestoreCounts();
        while (counts.Total < settings.Limits.MaxDocuments && await images.FindNewestAsync(step.Migration.Tree, step.Migration.Id, session, cancellationToken).ConfigureAwait(false) is { } key)
        {
            var batch = await images.ReadAsync(key, session, cancellationToken).ConfigureAwait(false);
            counts = counts.Add(await restore.RunAsync(batch, session, cancellationToken).ConfigureAwait(false));
            await images.DeleteAsync(batch, session, cancellationToken).ConfigureAwait(false);
        }

        foreach (var action in RestoreText.Of(counts))
        {
            context.Report(action.Description, kind: action.Kind);
        }

        return (counts.Total, counts.Total < settings.Limits.MaxDocuments ? counts.Total : Math.Max(total, counts.Total));
    }

    private async Task<(long Documents, long Total)> MigrateDocumentsAsync(PlannedStep step, DocumentMigration body, ICommandChannel counting, IChannelSession session, CancellationToken cancellationToken)
    {
        if (ServerUpdate.Of(body, step.Direction) is { } update)
        {
            return await UpdateOnServerAsync(step, update, counting, session, cancellationToken).ConfigureAwait(false);
        }

        var reader = new PageReader(counting, database, body.Collection, SourceCollection.Of(body, step.Direction).Filter);
        var writer = new BatchWriter(counting, database, body.Collection);
        using var transform = TransformFactory.Create(body, step.Direction, SetupMap.Of(StepBodies.Before(step), body.Collection));
        var total = await reader.CountAsync(cancellationToken).ConfigureAwait(false);
        var (documents, last) = (0L, (BsonValue?)null);
        void Refuse(DocumentFailure failure) => throw failure.ToException(step.Migration.Identity, body.Collection);
        while (documents < settings.Limits.MaxDocuments)
        {
            using var page = await reader.ReadAfterAsync(IdRange.Whole, last, settings.Limits.BatchSize, session, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
            {
                break;
            }

            using var batch = Batch.Create(page, transform, Refuse);
            (await writer.WriteAsync(batch, session, cancellationToken).ConfigureAwait(false)).Failures.Take(1).ToList().ForEach(Refuse);
            (documents, last) = (documents + page.Count, batch.LastId);
        }

        // The count is of the data before the run; a step before may have added or removed some.
        return (documents, documents < settings.Limits.MaxDocuments ? documents : Math.Max(total, documents));
    }

    private async Task<(long Documents, long Total)> UpdateOnServerAsync(PlannedStep step, ServerUpdate update, ICommandChannel counting, IChannelSession session, CancellationToken cancellationToken)
    {
        try
        {
            using var reply = await counting.RunAsync(update.ToCommand(database, update.Filter, isInTransaction: true), session, cancellationToken).ConfigureAwait(false);
            WriteReplies.ThrowOnErrors(reply.Document, "update", update.Collection);
            var matched = WriteReplies.Count(reply.Document, "n"u8);
            return (matched, matched);
        }
        catch (MigrationException e)
        {
            StepRefusal.ThrowIfOne(e.Message, step.Migration.Identity, update.Collection);
            throw;
        }
    }
}
