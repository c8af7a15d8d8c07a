using Migrations.Engine.Wording;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Model;

namespace Migrations.Engine.Kinds.FreeForm;

// Runs a free-form body, and reports its failures with the migration's name.
internal static class BodyInvocation
{
    public static async Task InvokeAsync(CommandsKind kind, MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await CompleteAsync(kind, body, visit, context, cancellationToken).ConfigureAwait(false);
            visit.ThrowIfFaulted();
        }
        catch (Exception e) when (e is not (OperationCanceledException or MigrationException { Code: MigrationErrorCode.CallNotAwaited }) && visit.FindTransient(e) is { } transient)
        {
            throw transient;
        }
        catch (MigrationException e) when (IsOfTheBody(e.Code))
        {
            throw new MigrationException(e.Code, $"Migration {context.Migration} '{context.Migration.Title}': {e.Message}", e);
        }
        catch (Exception e) when (!IsForTheEngine(e))
        {
            throw new MigrationException(MigrationErrorCode.MigrationFailed, $"Migration {context.Migration} '{context.Migration.Title}' failed: {e.GetType().Name}: {Sentence.Of(e.Message)} Later migrations were not run. {RunAgain.Corrected}", e);
        }
    }

    // However it ends, none of its calls continue.
    private static async Task CompleteAsync(CommandsKind kind, MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        var synchronization = new BodySynchronization();
        IReadOnlyList<string> open;
        try
        {
            await synchronization.RunAsync(() => kind.InvokeAsync(body, context, cancellationToken), visit.Succeed).ConfigureAwait(false);
        }
        finally
        {
            open = await visit.EndAsync().ConfigureAwait(false);
        }

        if (synchronization.HasAsyncVoid)
        {
            throw CallRefusal.OfAsyncVoid();
        }

        if (open.Count > 0)
        {
            throw CallRefusal.OfUnawaited(open);
        }
    }

    // Cancellation and our own errors are passed on.
    private static bool IsForTheEngine(Exception e) => e is OperationCanceledException or (MigrationException and not DatabaseException);

    // Refused calls of the author, whose message does not name the migration.
    private static bool IsOfTheBody(MigrationErrorCode code) => code
        is MigrationErrorCode.CallRefused or MigrationErrorCode.CallNotAwaited or MigrationErrorCode.StateRefused or MigrationErrorCode.SwallowedServerError or MigrationErrorCode.SchemaChangeInTransaction;
}
