using Migrations.Engine.Wording;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Kinds.FreeForm;

// Runs a free-form body: as a whole in one transaction, or without one.
internal sealed class FreeFormStep(AuthorAccess authors, StepRecord record, TimeProvider time)
{
    public async Task RunAsync(StepScope scope, CancellationToken cancellationToken)
    {
        var schema = authors.NewSchemaChanges(scope.UsesTransaction ? (loss, token) => LoseAsync(scope, loss, token) : null);
        if (scope.Sessions is [var session, ..])
        {
            await RunInTransactionAsync(scope, session, schema, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await RunBodyAsync(scope, schema, null, cancellationToken).ConfigureAwait(false);
            await record.FinishAsync(scope, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunInTransactionAsync(StepScope scope, IChannelSession session, SchemaChanges schema, CancellationToken cancellationToken)
    {
        try
        {
            await session.WithTransactionAsync(
                async token =>
                {
                    scope.ForgetActions();
                    await schema.UndoAsync(token).ConfigureAwait(false);
                    await RunBodyAsync(scope, schema, session, token).ConfigureAwait(false);
                    await record.FinishAsync(scope, session, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await UndoSchemaAsync(schema, failure).ConfigureAwait(false);
            if (scope.Losses.Count > 0 && failure is MigrationException and not DatabaseException)
            {
                throw WithLosses((MigrationException)failure, scope.Losses);
            }

            throw;
        }
    }

    private async Task RunBodyAsync(StepScope scope, SchemaChanges schema, IChannelSession? session, CancellationToken cancellationToken)
    {
        scope.Counts = new WriteCounts();
        var log = session is null ? new WriteLog(scope, record, time) : null;
        var body = scope.CreateBody();
        await VisitAsync(scope, schema, session, log, (visit, context) => BodyInvocation.InvokeAsync((CommandsKind)scope.Step.Migration.Kind, body, visit, context, cancellationToken)).ConfigureAwait(false);
        await VisitAsync(scope, schema, session, log, (visit, context) => PostCondition.CheckAsync(body, visit, context, cancellationToken)).ConfigureAwait(false);
    }

    // The check has its own visit: what the body left running cannot take part in it.
    private async Task VisitAsync(StepScope scope, SchemaChanges schema, IChannelSession? session, WriteLog? log, Func<AuthorVisit, MigrationContext, Task> run)
    {
        using var visit = authors.OpenForChanges(session, schema, session is null ? scope.Lease.Confirm : scope.Lease.ThrowIfLost, log);
        try
        {
            await run(visit, scope.CreateContext(visit)).ConfigureAwait(false);
        }
        finally
        {
            scope.Counts = WriteCounts.Sum(scope.Counts, visit.Tally.Counts);
            log?.Close(visit.Tally);
        }
    }

    // From here on the database may be changed, even if the process dies.
    private Task LoseAsync(StepScope scope, string loss, CancellationToken cancellationToken)
    {
        if (!scope.Losses.Contains(loss))
        {
            scope.Losses.Add(loss);
        }

        return record.MarkLostAsync(scope, cancellationToken);
    }

    private static MigrationException WithLosses(MigrationException failure, IReadOnlyList<string> losses) => new(
        failure.Code,
        $"{Sentence.Of(failure.Message)} Its other changes were undone, but this cannot be undone: {string.Join("; ", losses)}. Restore it from a backup if the migration is not run again.",
        failure);

    // The transaction has restored the data; changes to collections and indexes, which were made outside it, are undone here.
    private static async Task UndoSchemaAsync(SchemaChanges schema, Exception failure)
    {
        try
        {
            await schema.UndoAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception undo) when (DriverFailures.IsFailure(undo))
        {
            throw new MigrationException(
                MigrationErrorCode.MigrationFailed,
                $"{Sentence.Of(failure.Message)} Its data were rolled back, but not all of its changes to collections and indexes: {Sentence.Of(undo.Message)} Check them before you run again.",
                failure);
        }
    }
}
