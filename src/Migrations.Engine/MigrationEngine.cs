using Migrations.Channel;
using Migrations.Engine.Commands;
using Migrations.Engine.Discovery;
using Migrations.Engine.Graph;
using Migrations.Engine.Locking;
using Migrations.Engine.Planning;
using Migrations.Engine.Reporting;
using Migrations.Engine.Running;
using Migrations.Engine.State;
using Migrations.Engine.Verifying;

namespace Migrations.Engine;

/// <summary>What can be done with a plugin's migrations on one database.</summary>
public sealed class MigrationEngine
{
    private readonly ICommandChannel _channel;
    private readonly RevisionGraph _graph;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly StateReader _reader;
    private readonly StateWriter _writer;
    private readonly MigrationLock _lock;

    /// <summary>Creates an engine for a plugin's migrations and a database.</summary>
    public MigrationEngine(ICommandChannel channel, MigrationCatalogue catalogue, EngineOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _channel = channel;
        _graph = RevisionGraph.Create(catalogue);
        _options = options;
        _time = time ?? TimeProvider.System;
        var names = new StateNames(options.StatePrefix);
        var commands = new StateCommands(channel, options.Database);
        _reader = new StateReader(commands, names);
        _writer = new StateWriter(commands, names);
        _lock = new MigrationLock(commands, names.Lock, options.Lock, _time);
    }

    /// <summary>Where the database stands against the plugin.</summary>
    /// <exception cref="MigrationException">The server cannot be used, or the state cannot be read.</exception>
    public async Task<StatusReport> GetStatusAsync(CancellationToken cancellationToken)
    {
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var state = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var holder = await _lock.ReadHolderAsync(cancellationToken).ConfigureAwait(false);
        return StatusReport.Create(_options.Database, server, _graph, state, holder);
    }

    /// <summary>What a run would do; nothing is written.</summary>
    /// <exception cref="MigrationException">Plugin, database and request do not fit each other.</exception>
    public async Task<Plan> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return Plan.Create(_graph, await _reader.ReadAsync(cancellationToken).ConfigureAwait(false), request);
    }

    /// <summary>Plans, takes the lock when there is something to do, plans again and runs.</summary>
    /// <exception cref="MigrationException">Anything that was foreseen: a stable code says what.</exception>
    public async Task<RunResult> RunAsync(PlanRequest request, IRunObserver observer, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var planned = Plan.Create(_graph, await _reader.ReadAsync(cancellationToken).ConfigureAwait(false), request);
        if (planned.Steps.Count == 0)
        {
            return new RunResult { Plan = planned, Duration = _time.GetElapsedTime(started) };
        }

        var lease = await _lock.AcquireAsync(_options.Identity, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var state = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var plan = Plan.Create(_graph, state, request);
            RefuseOtherPlan(planned, plan);
            var record = new StepRecord(_writer, _options.Identity, _time);
            var runner = new MigrationRunner(_channel, server, _options.Database, record, _options.Run, observer, _time);
            var steps = await runner.RunAsync(plan, state, lease, cancellationToken).ConfigureAwait(false);
            return new RunResult { Plan = plan, Steps = steps, Duration = _time.GetElapsedTime(started) };
        }
    }

    /// <summary>Records where the data of a database stand, without running anything.</summary>
    /// <param name="at">An id, a version, <c>head</c>, <c>base</c>, one of these as <c>tree@target</c>; null for an empty database.</param>
    /// <param name="isForced">Whether a database that is initialised already may be set anew.</param>
    /// <param name="cancellationToken">Cancels before the first write.</param>
    /// <exception cref="MigrationException">The database is initialised already, or has data and no position was named.</exception>
    public async Task<StatusReport> InitialiseAsync(string? at, bool isForced, CancellationToken cancellationToken)
    {
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var lease = await _lock.AcquireAsync(_options.Identity, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var state = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var schema = new SchemaReader(_channel, _options.Database);
            var initialisation = new Initialisation(_channel, schema, _writer, new StateNames(_options.StatePrefix), _options.Identity, server, _time);
            await initialisation.RunAsync(_graph, state, lease, at, isForced, cancellationToken).ConfigureAwait(false);
        }

        return await GetStatusAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The gate: all that does not fit, and what is pending.</summary>
    public async Task<VerifyReport> VerifyAsync(string? tree, CancellationToken cancellationToken)
    {
        await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return VerifyReport.Create(_graph, await _reader.ReadAsync(cancellationToken).ConfigureAwait(false), tree);
    }

    /// <summary>The journal, newest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> GetHistoryAsync(string? tree, int limit, CancellationToken cancellationToken)
    {
        await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await _reader.ReadJournalAsync(tree, limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Breaks the lock, which is journaled; returns who held it, or null if nobody did.</summary>
    public async Task<LockHolder?> UnlockAsync(CancellationToken cancellationToken)
    {
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var holder = await _lock.BreakAsync(cancellationToken).ConfigureAwait(false);
        if (holder is not null)
        {
            var entry = new JournalEntry
            {
                At = _time.GetUtcNow().UtcDateTime,
                Event = "force",
                Who = _options.Identity.User,
                Host = _options.Identity.Host,
                Product = _options.Identity.Product,
                Server = server.ServerVersion,
                Run = _options.Identity.Run,
                Detail = $"The lock of {holder.Owner}, token {holder.Token}, was broken.",
            };
            await _writer.AppendAsync(entry, null, cancellationToken).ConfigureAwait(false);
        }

        return holder;
    }

    // Another run may have finished the work while this one waited for the lock: then there is nothing to do. Anything else was not what was planned and shown.
    private static void RefuseOtherPlan(Plan planned, Plan plan)
    {
        if (plan.Steps.Count > 0 && plan.Fingerprint != planned.Fingerprint)
        {
            throw new MigrationException(
                MigrationErrorCode.PlanChanged,
                "The database changed between planning and taking the lock: another run was at work. What was planned is no longer what would be done, so nothing was done. Plan again.");
        }
    }
}
