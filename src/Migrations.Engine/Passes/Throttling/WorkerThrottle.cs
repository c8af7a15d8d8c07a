using System.Runtime.ExceptionServices;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Planning;

namespace Migrations.Engine.Passes.Throttling;

// Runs the batches of one worker as fast as the server lets it.
internal sealed class WorkerThrottle(Throttle throttle, PlannedStep step, Action shrink) : IDisposable
{
    private readonly Backoff _backoff = new(throttle.Time);
    private bool _isSlow;
    private bool _hasWaited;

    // Runs a batch when its time has come. When an overloaded server turns it away for good nobody knows what of it came through: then it returns what the
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
        catch (DatabaseException failure) when (Overload.IsSaidBy(failure))
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
            catch (DatabaseException failure) when (Overload.IsSaidBy(failure))
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
