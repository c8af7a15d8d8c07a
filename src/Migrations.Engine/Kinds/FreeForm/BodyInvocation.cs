using Migrations.Engine.Database.Failures;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Model;
using Migrations.Engine.Steps;
using Migrations.Engine.Wording;

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
        catch (Exception e) when (!Cancellation.Is(e, cancellationToken) && e is not MigrationException { Code: MigrationErrorCode.CallNotAwaited } && visit.FindTransient(e) is { } transient)
        {
            throw transient;
        }
        catch (MigrationException e) when (IsOfTheBody(e.Code))
        {
            throw new MigrationException(e.Code, $"Migration {context.Migration} '{context.Migration.Title}': {e.Message}", e);
        }
        catch (Exception e) when (!IsForTheEngine(e, cancellationToken))
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
    private static bool IsForTheEngine(Exception e, CancellationToken cancellationToken) => Cancellation.Is(e, cancellationToken) || e is MigrationException and not DatabaseException;

    // Refused calls of the author, whose message does not name the migration.
    private static bool IsOfTheBody(MigrationErrorCode code) => code
        is MigrationErrorCode.CallRefused or MigrationErrorCode.CallNotAwaited or MigrationErrorCode.StateRefused or MigrationErrorCode.SwallowedServerError or MigrationErrorCode.SchemaChangeInTransaction;
}

// What an author's body runs under: the continuations go to the pool as they would without it, but an 'async void' method is detected. Nobody can await one, and its exception would
// end the process.
internal sealed class BodySynchronization : SynchronizationContext
{
    private volatile bool _hasAsyncVoid;

    public bool HasAsyncVoid => _hasAsyncVoid;

    public Task RunAsync(Func<Task> body, Action succeeded)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        try
        {
            return CompleteAsync(body, succeeded);
        }
        finally
        {
            SetSynchronizationContext(outer);
        }
    }

    public override void OperationStarted() => _hasAsyncVoid = true;

    public override void Post(SendOrPostCallback d, object? state) => ThreadPool.UnsafeQueueUserWorkItem(_ => Continue(d, state), null);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;

    // Called when it ends, on the thread that it ends on.
    private static async Task CompleteAsync(Func<Task> body, Action succeeded)
    {
        await body().ConfigureAwait(true);
        succeeded();
    }

    // Only 'async void' methods throw here, and the migration fails because of them.
    private void Continue(SendOrPostCallback d, object? state)
    {
        SetSynchronizationContext(this);
        try
        {
            d(state);
        }
#pragma warning disable CA1031 // Whatever it is, the migration has already failed.
        catch (Exception) when (_hasAsyncVoid)
#pragma warning restore CA1031
        {
        }
        finally
        {
            SetSynchronizationContext(null);
        }
    }
}
