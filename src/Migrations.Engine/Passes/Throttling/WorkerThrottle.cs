using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Passes.Throttling;

// Runs the batches of one worker as fast as the server lets it.
internal sealed class WorkerThrottle(Throttle throttle, PlannedStep step, Action shrink) : IDisposable
{
    private readonly Backoff _backoff = new(throttle.Time);
    private bool _isSlow;
    private bool _hasWaited;

    // Runs a batch when its time has come. If an overloaded server finally rejects it, it is not known what was done: then it returns what the
    // server says is reached, and the batch is whatever comes after that.
    public async Task<T> RunAsync<T>(Func<Task<T>> run, Func<Task<T>> readAgain, CancellationToken stopped)
    {
        await WaitAsync(stopped).ConfigureAwait(false);
        var before = throttle.OverloadCount;
        try
        {
            var result = await run().ConfigureAwait(false);
            Pass(throttle.OverloadCount > before);
            return result;
        }
        catch (DatabaseException failure) when (ServerOverload.IsReportedBy(failure))
        {
            Fail(failure);
        }

        while (true)
        {
            await WaitAsync(stopped).ConfigureAwait(false);
            try
            {
                var reached = await readAgain().ConfigureAwait(false);
                _hasWaited = true;
                return reached;
            }
            catch (DatabaseException failure) when (ServerOverload.IsReportedBy(failure))
            {
                Fail(failure);
            }
        }
    }

    public void Dispose()
    {
        if (_isSlow)
        {
            _isSlow = false;
            throttle.Leave();
        }
    }

    private async Task WaitAsync(CancellationToken stopped)
    {
        await throttle.HoldAsync(step, stopped).ConfigureAwait(false);
        if (_backoff.IsSlow && !_hasWaited)
        {
            await Task.Delay(_backoff.NextPause, throttle.Time, stopped).ConfigureAwait(false);
        }

        _hasWaited = false;
    }

    private void Pass(bool metOverload)
    {
        _backoff.Pass(metOverload);
        if (metOverload)
        {
            shrink();
        }

        Tell(_backoff.IsSlow);
    }

    private void Fail(DatabaseException failure)
    {
        if (!_backoff.Fail())
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        shrink();
        Tell(isSlow: true);
    }

    private void Tell(bool isSlow)
    {
        if (isSlow == _isSlow)
        {
            return;
        }

        _isSlow = isSlow;
        if (isSlow)
        {
            throttle.BecomeSlow(step);
        }
        else
        {
            throttle.BecomeQuick(step);
        }
    }
}

// How long a worker waits before a batch: twice as long after each one that an overloaded server rejected, half as long only after several successes.
internal sealed class Backoff(TimeProvider time)
{
    private const int MostLevels = 8;
    private const int BatchesToRecover = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private int _level;
    private int _passed;
    private long? _failingSince;

    public bool IsSlow => _level > 0;

    // Two workers that were rejected together do not retry together.
    public TimeSpan NextPause => Longest * (0.5 + (RandomNumberGenerator.GetInt32(501) / 1000d));

    private TimeSpan Longest => _level == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, _level - 1), LongestPause.TotalMilliseconds));

    // A batch succeeded, if only after retries.
    public void Pass(bool metOverload)
    {
        _failingSince = null;
        if (metOverload)
        {
            Grow();
        }
        else if (IsSlow && ++_passed == BatchesToRecover)
        {
            _level--;
            _passed = 0;
        }
    }

    // A batch failed. False if that has been so for too long.
    public bool Fail()
    {
        Grow();
        _failingSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_failingSince.Value) < Patience;
    }

    private void Grow()
    {
        _level = Math.Min(MostLevels, _level + 1);
        _passed = 0;
    }
}

internal static class ServerOverload
{
    // The server says so with both labels. A failed connection has them too, and so does a transaction that was retried for minutes: the one may
    // mean that there is no server, the other has had its time.
    public static bool IsReportedBy(DatabaseException failure) =>
        failure.HasErrorLabel("SystemOverloadedError") && failure.HasErrorLabel("RetryableError")
        && failure.Code is not (MigrationErrorCode.ConnectFailed or MigrationErrorCode.TransactionTimedOut);
}
