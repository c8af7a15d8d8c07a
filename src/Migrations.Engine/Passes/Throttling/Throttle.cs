using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;

namespace Migrations.Engine.Passes.Throttling;

// What slows the batches of a run down, for all of its workers: a server that is overloaded, and secondaries that are behind.
internal sealed class Throttle(ICommandChannel channel, ChannelInfo server, RunSettings settings, IRunObserver observer, TimeProvider time)
{
    private readonly LagPause _lag = new(channel, server, settings.MaxReplicationLag, observer, time);
    private readonly Lock _lock = new();
    private int _slowWorkers;

    public long OverloadCount => channel.OverloadCount;

    public TimeProvider Time => time;

    // Tells the worker each time its batches have to become smaller.
    public WorkerThrottle ForWorker(PlannedStep step, Action shrink) => new(this, step, shrink);

    public Task HoldAsync(PlannedStep step, CancellationToken cancellationToken) => _lag.HoldAsync(step, cancellationToken);

    // Reported once, however many workers there are.
    public void BecomeSlow(PlannedStep step)
    {
        lock (_lock)
        {
            if (_slowWorkers++ == 0)
            {
                observer.StepPaused(step, new StepPause { Cause = PauseCause.Overload, Text = "Slowed down: the server reports that it is overloaded. Batches are smaller now, with pauses between them." });
            }
        }
    }

    public void BecomeQuick(PlannedStep step)
    {
        lock (_lock)
        {
            if (--_slowWorkers == 0)
            {
                observer.StepContinued(step, new StepPause { Cause = PauseCause.Overload, Text = "Continuing without pauses: the server is no longer overloaded." });
            }
        }
    }

    // A worker that ends while slowed down says nothing about the server.
    public void Leave()
    {
        lock (_lock)
        {
            _slowWorkers--;
        }
    }
}
