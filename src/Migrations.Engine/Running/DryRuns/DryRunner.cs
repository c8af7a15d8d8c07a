using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Guarding;
using Migrations.Engine.Kinds.FreeForm;
using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Running.DryRuns;

// Runs the steps of a plan, each on the data of the one before, in one transaction that is aborted at the end. It needs no lock, because nothing remains.
internal sealed class DryRunner(ICommandChannel channel, AuthorAccess authors, ChannelInfo server, string database, StateNames names, DryRunSettings settings, TimeProvider time)
{
    // Starts again until no attempt is aborted: the server ends the transaction with each document that it refuses.
    public async Task<(IReadOnlyList<DryRunStep> Steps, IReadOnlyList<PreconditionResult> Preconditions)> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var refusals = plan.Steps.Select(step => new StepRefusals(step, settings.OnDocumentError, settings.LimitErrors, goesOn: true, time)).ToList();
        while (true)
        {
            if (await AttemptAsync(plan, refusals, cancellationToken).ConfigureAwait(false) is { } attempt)
            {
                return attempt;
            }
        }
    }

    // In a transaction that the caller rolls back: the first refused document ends it.
    public async Task<DryRunStep> RunStepAsync(PlannedStep step, IChannelSession session, CancellationToken cancellationToken) =>
        await RunStepAsync(step, new StepRefusals(step, settings.OnDocumentError, settings.LimitErrors, goesOn: false, time), session, cancellationToken).ConfigureAwait(false)
        ?? throw new InvalidOperationException("A step was aborted without naming a document.");

    private async Task<(IReadOnlyList<DryRunStep> Steps, IReadOnlyList<PreconditionResult> Preconditions)?> AttemptAsync(Plan plan, List<StepRefusals> refusals, CancellationToken cancellationToken)
    {
        var (steps, conditions) = (new List<DryRunStep>(), new List<PreconditionResult>());
        var session = channel.StartSession();
        await using (session.ConfigureAwait(false))
        {
            session.StartTransaction();
            try
            {
                foreach (var (number, step) in plan.Steps.Index())
                {
                    conditions.AddRange(await CheckAsync(step, session, cancellationToken).ConfigureAwait(false));
                    if (await RunStepAsync(step, refusals[number], session, cancellationToken).ConfigureAwait(false) is not { } tried)
                    {
                        return null;
                    }

                    steps.Add(tried);
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

    private async Task<DryRunStep?> RunStepAsync(PlannedStep step, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        try
        {
            return await TakeStepAsync(step, refusals, session, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e)
        {
            e.In(step.Migration);
            throw;
        }
        catch (Exception e) when (AuthorFault.Of(e, step.Migration) is { } fault)
        {
            throw fault;
        }
    }

    private async Task<DryRunStep?> TakeStepAsync(PlannedStep step, StepRefusals refusals, IChannelSession session, CancellationToken cancellationToken)
    {
        var (started, actions) = (time.GetTimestamp(), new List<ReportedAction>());
        var counting = new TrialCounter(channel);
        var body = StepBodies.Of(step);
        using var visit = authors.OpenForTrial(session, actions.Add, settings.PassesOverValidators);
        var context = ContextOf(step, visit, actions);
        actions.AddRange(StepTexts(step, body));
        var tried = step.IsFromImages ? await new UndoTrial(channel, counting, database, names, settings).RunAsync(step, context, refusals, session, cancellationToken).ConfigureAwait(false)
            : step.Migration.Kind is DocumentKind ? await new DocumentTrial(counting, server, database, names, settings.Limits).RunAsync(step, (DocumentMigration)body, refusals, session, cancellationToken).ConfigureAwait(false)
            : await InvokeAsync(step, body, visit, context, cancellationToken).ConfigureAwait(false);
        if (tried is null)
        {
            return null;
        }

        var counts = WriteCounts.Sum(counting.Counts, visit.Tally.Counts);
        if (tried.Documents == tried.Total)
        {
            using var check = authors.OpenForTrial(session, actions.Add, settings.PassesOverValidators);
            await PostCondition.CheckAsync(body, check, ContextOf(step, check, actions), cancellationToken).ConfigureAwait(false);
        }

        return new DryRunStep { Step = step, Touched = visit.Tally.Collections, Counts = counts, Actions = actions, Documents = tried.Documents, Total = tried.Total, Duration = time.GetElapsedTime(started) };
    }

    private static MigrationContext ContextOf(PlannedStep step, AuthorVisit visit, List<ReportedAction> actions) =>
        new(visit.Database, step.Migration.Identity, step.Direction, actions.Add, step.Options, visit.Session);

    private static IEnumerable<ReportedAction> StepTexts(PlannedStep step, MigrationBody body) => step.Migration.Kind is DocumentKind kind && !step.IsFromImages && kind.UpdateOf((DocumentMigration)body, step.Direction) is { } update
        ? update.Steps.Select(text => new ReportedAction { Description = text, Collection = update.Collection })
        : [];

    private static async Task<TrialCount> InvokeAsync(PlannedStep step, MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        await BodyInvocation.InvokeAsync((CommandsKind)step.Migration.Kind, body, visit, context, cancellationToken).ConfigureAwait(false);
        return TrialCount.None;
    }
}

// SkipsValidators: a run of the plan would relax a collection's validator, which a trial cannot.
internal sealed record DryRunSettings(DryRunLimits Limits, bool IsForced, bool PassesOverValidators, OnDocumentError OnDocumentError, long LimitErrors);

// A transaction lives for a minute by default, so of a large collection only the first documents are tried.
internal sealed record DryRunLimits(int BatchSize, long MaxDocuments);

// Counts what the documents of a trial became, from the server's replies. Authors' own calls are counted where they are enlisted.
internal sealed class TrialCounter(ICommandChannel inner) : ChannelDecorator(inner)
{
    public WriteCounts Counts { get; private set; } = new();

    public override async ValueTask<CommandReply> RunAsync(Command command, IChannelSession? session, CancellationToken cancellationToken)
    {
        var reply = await base.RunAsync(command, session, cancellationToken).ConfigureAwait(false);
        var n = WriteReplies.Count(reply.Document, "n"u8);
        var written = NameOf(command) switch
        {
            "insert" => new WriteCounts { Inserted = n },
            "delete" => new WriteCounts { Deleted = n },
            "update" => new WriteCounts { Matched = n, Modified = WriteReplies.Count(reply.Document, "nModified"u8), Inserted = Upserted(reply) },
            _ => new WriteCounts(),
        };
        Counts = WriteCounts.Sum(Counts, written);
        return reply;
    }

    private static long Upserted(CommandReply reply) => reply.Document.TryGetValue("upserted"u8, out var upserted) ? upserted.AsArray.Count : 0;
}

// How many documents were tried, of how many.
internal sealed record TrialCount(long Documents, long Total)
{
    public static TrialCount None { get; } = new(0, 0);

    // The count is from before the run; an earlier step may have added or removed some.
    public static TrialCount Of(long documents, long counted, DryRunLimits limits) => new(documents, documents < limits.MaxDocuments ? documents : Math.Max(counted, documents));
}
