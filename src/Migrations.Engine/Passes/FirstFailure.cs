namespace Migrations.Engine.Passes;

internal static class FirstFailure
{
    // Waits for all, and throws what went wrong rather than the cancellations that followed from it.
    public static async Task WhenAllAsync(IReadOnlyList<Task> tasks)
    {
        try
        {
            await Task.WhenAll(tasks).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (tasks.FirstOrDefault(t => t.IsFaulted) is { Exception.InnerException: { } failure })
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }
}
