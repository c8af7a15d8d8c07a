using System.Globalization;
using Migrations.Bytes;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Database.Failures;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using MongoDB.Bson;

namespace Migrations.Engine.Passes.Throttling;

// Holds the batches of a run while a secondary is too far behind. One worker asks the server now and then, and all of them use the answer.
internal sealed class LagPause(ICommandChannel channel, ChannelInfo server, TimeSpan limit, IRunObserver observer, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private bool _isOff = limit <= TimeSpan.Zero || server.Deployment == DeploymentKind.Standalone;
    private long _asked = time.GetTimestamp();
    private Task _hold = Task.CompletedTask;

    // For a plan. A router of a sharded cluster does not tell, which is said in the run, and whether the user may ask is only seen there.
    public static bool IsPossible(ChannelInfo server, TimeSpan limit) => limit > TimeSpan.Zero && server.Deployment == DeploymentKind.ReplicaSet;

    public Task HoldAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_hold.IsCompleted)
            {
                return _hold;
            }

            return _isOff || time.GetElapsedTime(_asked) < Interval ? Task.CompletedTask : _hold = HoldUntilCaughtUpAsync(step, cancellationToken);
        }
    }

    private async Task HoldUntilCaughtUpAsync(PlannedStep step, CancellationToken cancellationToken)
    {
        if (await AskAsync(cancellationToken).ConfigureAwait(false) is not { } first || first <= limit)
        {
            return;
        }

        var started = time.GetTimestamp();
        observer.StepPaused(step, Pause($"Paused: a secondary is {Seconds(first)} behind, more than {Seconds(limit)} (--max-replication-lag).", first));
        var lag = (TimeSpan?)first;
        while (lag > limit)
        {
            await Task.Delay(Interval, time, cancellationToken).ConfigureAwait(false);
            lag = await AskAsync(cancellationToken).ConfigureAwait(false);
        }

        var reason = lag is { } now ? $"the secondaries are at most {Seconds(now)} behind" : "the replication lag is no longer known";
        observer.StepContinued(step, Pause($"Continuing after {Seconds(time.GetElapsedTime(started))}: {reason}.", lag));
    }

    // Null if it is not known, which delays nothing: the batches will see for themselves what is wrong with the server.
    private async Task<TimeSpan?> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (server.Deployment == DeploymentKind.Sharded)
            {
                TurnOff("a router of a sharded cluster does not report it.");
                return null;
            }

            var status = await RunAsync("replSetGetStatus", cancellationToken).ConfigureAwait(false);
            var lag = ReplicationLag.Of(status, null);
            return lag > limit ? ReplicationLag.Of(status, await ReadConfigurationAsync(cancellationToken).ConfigureAwait(false)) : lag;
        }
        catch (CommandException e) when (!ServerCodes.IsChangingMember(e.ServerCode) && !ServerOverload.IsReportedBy(e))
        {
            TurnOff($"the server refuses 'replSetGetStatus' (code {e.ServerCode} {e.CodeName}), which requires a user with the role clusterMonitor.");
            return null;
        }
        catch (DatabaseException)
        {
            return null;
        }
        finally
        {
            _asked = time.GetTimestamp();
        }
    }

    // Only asked when it matters; a failure is ignored.
    private async Task<BsonDocument?> ReadConfigurationAsync(CancellationToken cancellationToken)
    {
        try
        {
            var reply = await RunAsync("replSetGetConfig", cancellationToken).ConfigureAwait(false);
            return reply.TryGetValue("config", out var configuration) ? configuration as BsonDocument : null;
        }
        catch (DatabaseException)
        {
            return null;
        }
    }

    private async Task<BsonDocument> RunAsync(string name, CancellationToken cancellationToken)
    {
        // Not a read in the sense of the driver: it must not have a read concern or read preference.
        var command = new Command("admin", new BsonDocument { { name, 1 } }.ToRaw()) { Kind = CommandKind.Admin };
        using var reply = await channel.RunAsync(command, null, cancellationToken).ConfigureAwait(false);
        return reply.ToBsonDocument();
    }

    private void TurnOff(string reason)
    {
        _isOff = true;
        observer.Noted($"Replication lag is not watched: {reason}");
    }

    private static StepPause Pause(string text, TimeSpan? lag) => new() { Cause = PauseCause.ReplicationLag, Text = text, ReplicationLag = lag };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s");
}

// How far the slowest member that counts is behind the primary, as replSetGetStatus tells it.
internal static class ReplicationLag
{
    private const int Primary = 1;
    private const int Secondary = 2;

    // Null if there is no primary, or no times are reported. Hidden and delayed members are behind on purpose and do not count.
    public static TimeSpan? Of(BsonDocument status, BsonDocument? configuration)
    {
        var members = MembersOf(status).Where(m => TimeOf(m) is not null).ToList();
        var aside = MembersOf(configuration).Where(IsAside).Select(m => m["_id"]).ToHashSet();
        if (members.Where(m => Number(m, "state") == Primary).Max(TimeOf) is not { } newest)
        {
            return null;
        }

        var oldest = members.Where(m => Number(m, "state") == Secondary && Number(m, "health") != 0 && !aside.Contains(m["_id"])).Min(TimeOf) ?? newest;
        return TimeSpan.FromMilliseconds(Math.Max(0, newest - oldest));
    }

    private static IEnumerable<BsonDocument> MembersOf(BsonDocument? document) =>
        document is not null && document.TryGetValue("members", out var members) && members is BsonArray array ? array.OfType<BsonDocument>().Where(m => m.Contains("_id")) : [];

    private static long? TimeOf(BsonDocument member) => member.TryGetValue("optimeDate", out var time) && time is BsonDateTime date ? date.MillisecondsSinceEpoch : null;

    private static bool IsAside(BsonDocument member) =>
        (member.TryGetValue("hidden", out var hidden) && hidden.ToBoolean()) || Number(member, "secondaryDelaySecs") > 0 || Number(member, "slaveDelay") > 0;

    private static long Number(BsonDocument member, string name) => member.TryGetValue(name, out var value) && value.IsNumeric ? value.ToInt64() : 0;
}
