namespace Migrations.Engine.Kinds.FreeForm;

// What an author's body runs under: the continuations go to the pool as they would without it, but a method that is 'async void' makes itself known. Nobody can await one, and its exception would
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

    // In the moment of its end, on the thread that it ended on.
    private static async Task CompleteAsync(Func<Task> body, Action succeeded)
    {
        await body().ConfigureAwait(true);
        succeeded();
    }

    // Only what is 'async void' throws here, and then the migration fails for it.
    private void Continue(SendOrPostCallback d, object? state)
    {
        SetSynchronizationContext(this);
        try
        {
            d(state);
        }
#pragma warning disable CA1031 // Whatever it is, the migration has failed already.
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
