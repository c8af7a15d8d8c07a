using System.Security.Cryptography;

namespace Migrations.Engine.Database.Failures;

// An overloaded server says so, and that it has not started the command: then the command is sent again after a pause, up to a limit, and every attempt is counted.
// The driver would retry it, too, but without counting.
internal sealed class OverloadRetries(int limit, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public async Task<T> RunAsync<T>(Func<Task<T>> attempt, Func<Task>? beforeNext, CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await attempt().ConfigureAwait(false);
            }
            catch (DatabaseException e) when (IsOverload(e) && CountIt() && retries < limit)
            {
                await Task.Delay(Pause(retries), time, cancellationToken).ConfigureAwait(false);
            }

            await (beforeNext?.Invoke() ?? Task.CompletedTask).ConfigureAwait(false);
        }
    }

    private static bool IsOverload(DatabaseException failure) => failure.HasErrorLabel(ErrorLabels.SystemOverloadedError) && failure.HasErrorLabel(ErrorLabels.RetryableError);

    private static TimeSpan Pause(int retries)
    {
        var longest = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, retries), LongestPause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(longest * RandomNumberGenerator.GetInt32(1001) / 1000);
    }

    private bool CountIt() => Interlocked.Increment(ref _count) > 0;
}
