using Migrations.Engine.Database.Failures;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Model;

namespace Migrations.Engine.Kinds.FreeForm;

// Runs a free-form body, and tells its failures with the migration's name.
internal static class BodyInvocation
{
    public static async Task InvokeAsync(MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await CompleteAsync(body, visit, context, cancellationToken).ConfigureAwait(false);
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

    // Whatever it ends with, nothing of it goes on.
    private static async Task CompleteAsync(MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        var synchronization = new BodySynchronization();
        IReadOnlyList<string> open;
        try
        {
            await synchronization.RunAsync(() => DispatchAsync(body, context, cancellationToken), visit.Succeed).ConfigureAwait(false);
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

    // Cancellation and our own errors speak for themselves.
    private static bool IsForTheEngine(Exception e) => e is OperationCanceledException or (MigrationException and not DatabaseException);

    // What the author's calls were refused with, which says nothing of the migration.
    private static bool IsOfTheBody(MigrationErrorCode code) => code
        is MigrationErrorCode.CallRefused or MigrationErrorCode.CallNotAwaited or MigrationErrorCode.StateRefused or MigrationErrorCode.SwallowedServerError or MigrationErrorCode.SchemaChangeInTransaction;

    private static Task DispatchAsync(MigrationBody body, MigrationContext context, CancellationToken cancellationToken) => (body, context.Direction) switch
    {
        (Migration migration, MigrationDirection.Up) => migration.UpAsync(context, cancellationToken),
        (IReversible migration, MigrationDirection.Down) => migration.DownAsync(context, cancellationToken),
        (_, MigrationDirection.Up) when CollectionBody.Of(body) is { } migration => migration.UpAsync(context, cancellationToken),
        (IReversibleCollection migration, MigrationDirection.Down) when CollectionBody.Of(body) is { } of => migration.DownAsync(context.GetCollection(of.Collection), context, cancellationToken),
        _ => throw new InvalidOperationException($"{body.GetType()} has no free-form body going {context.Direction}."),
    };
}
