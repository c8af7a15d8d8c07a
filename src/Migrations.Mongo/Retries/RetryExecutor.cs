using System.Security.Cryptography;
using Migrations.Channel;
using Migrations.Mongo.ConnectionStrings;
using Migrations.Mongo.Servers;
using Migrations.Mongo.Topology;

namespace Migrations.Mongo.Retries;

// Selects a server, lets the attempt run on it, and decides about the next attempt.
internal sealed class RetryExecutor(Deployment deployment, MongoClientSettings settings, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private long _overloadCount;

    public long OverloadCount => Interlocked.Read(ref _overloadCount);

    public async ValueTask<T> RunAsync<T>(IRetriable<T> command, CancellationToken cancellationToken)
    {
        List<ServerAddress>? avoided = null;
        MongoException? failure = null;
        var retries = 0;
        while (true)
        {
            MonitoredServer? server = null;
            try
            {
                server = await deployment.SelectAsync(avoided ?? [], command.PinnedTo, cancellationToken).ConfigureAwait(false);
                return await command.RunAsync(server, cancellationToken).ConfigureAwait(false);
            }
            catch (MongoException e)
            {
                command.Label(e);
                Count(e);
                failure = RetryDecision.Choose(failure, e);
                if (server is null || !MayRetry(command.Policy, e, retries))
                {
                    // Which of several is thrown was decided above; their stacks are kept.
                    System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
                }

                Avoid(ref avoided, server!.Address, e);
                await PauseAsync(e, retries, cancellationToken).ConfigureAwait(false);
                command.OnRetry(e);
                retries++;
            }
        }
    }

    private void Count(MongoException failure)
    {
        if (RetryDecision.IsOverloaded(failure))
        {
            Interlocked.Increment(ref _overloadCount);
        }
    }

    private bool MayRetry(RetryPolicy policy, MongoException failure, int retries) =>
        RetryDecision.IsOverloaded(failure) ? retries < settings.MaxAdaptiveRetries : retries == 0 && RetryDecision.IsRetryable(policy, failure);

    private void Avoid(ref List<ServerAddress>? avoided, ServerAddress address, MongoException failure)
    {
        if (deployment.Topology.Type == TopologyType.Sharded || (settings.EnableOverloadRetargeting && RetryDecision.IsOverloaded(failure)))
        {
            (avoided ??= []).Add(address);
        }
    }

    private Task PauseAsync(MongoException failure, int retries, CancellationToken cancellationToken)
    {
        if (!RetryDecision.IsOverloaded(failure))
        {
            return Task.CompletedTask;
        }

        var longest = Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, retries), LongestPause.TotalMilliseconds);
        var pause = TimeSpan.FromMilliseconds(longest * RandomNumberGenerator.GetInt32(1001) / 1000);

        // A server that takes no connection may be dead and not overloaded: by then its monitor has had time to find out, and another one is selected.
        return Task.Delay(failure.Code == MigrationErrorCode.ConnectFailed ? pause + settings.MinHeartbeatInterval : pause, time, cancellationToken);
    }
}
