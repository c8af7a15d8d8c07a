namespace Migrations.Engine.Steps;

// Author's code may cancel something of its own, such as a request that took too long. That is a failure of the migration: only a run that was asked to stop is cancelled.
internal static class Cancellation
{
    public static bool Is(Exception exception, CancellationToken cancellationToken) => exception is OperationCanceledException && cancellationToken.IsCancellationRequested;
}
