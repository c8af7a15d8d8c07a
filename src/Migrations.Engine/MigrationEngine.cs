using Migrations.Engine.Database;
using Migrations.Engine.Database.Commands;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Expecting;
using Migrations.Engine.Guarding;
using Migrations.Engine.Importing;
using Migrations.Engine.Kinds.Stored;
using Migrations.Engine.Kinds.Typed;
using Migrations.Engine.Model;
using Migrations.Engine.Passes;
using Migrations.Engine.Passes.Throttling;
using Migrations.Engine.Planning;
using Migrations.Engine.Planning.Stamping;
using Migrations.Engine.Reporting;
using Migrations.Engine.Running;
using Migrations.Engine.Running.DryRuns;
using Migrations.Engine.Running.Rehearsing;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Environments;
using Migrations.Engine.Storage.Images;
using Migrations.Engine.Storage.Locking;
using Migrations.Engine.Storage.Progress;
using Migrations.Engine.Undo;

namespace Migrations.Engine;

/// <summary>Everything that can be done with a plugin's migrations on one database.</summary>
internal sealed class MigrationEngine
{
    private readonly ICommandChannel _channel;
    private readonly MigrationCatalogue _catalogue;
    private readonly RevisionGraph _graph;
    private readonly EngineOptions _options;
    private readonly TimeProvider _time;
    private readonly SchemaReader _schema;
    private readonly StateReader _reader;
    private readonly DatabaseContentsReader _surroundings;
    private readonly StateWriter _writer;
    private readonly Journal _journal;
    private readonly RangeStore _ranges;
    private readonly ErrorStore _errors;
    private readonly ImageStore _images;
    private readonly LockStore _lock;
    private readonly EnvironmentProbe _probe;
    private readonly EnvironmentStore _environments;

    /// <summary>Creates an engine for a plugin's migrations and a database.</summary>
    internal MigrationEngine(ICommandChannel channel, MigrationCatalogue catalogue, EngineOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _channel = channel;
        _catalogue = catalogue;
        _graph = RevisionGraph.Create(catalogue);
        _options = options with { Identity = options.Identity with { Plugin = catalogue.Source } };
        _time = time ?? TimeProvider.System;
        var names = new StateNames(options.StatePrefix);
        var commands = new CollectionCommands(channel, options.Database);
        _schema = new SchemaReader(channel, options.Database);
        _reader = new StateReader(commands, _schema, names, new PluginTrees(catalogue.Name, _graph.Trees.Select(t => t.Name)));
        _surroundings = new DatabaseContentsReader(channel, _schema, names.Owns);
        _writer = new StateWriter(commands, names, catalogue.Name);
        _journal = new Journal(commands, names, _options.Identity, _time);
        _ranges = new RangeStore(commands, names);
        _errors = new ErrorStore(commands, names, _options.Identity, _time);
        _images = new ImageStore(commands, names);
        _lock = new LockStore(channel, commands, names, options.Lock, _time);
        _probe = new EnvironmentProbe(channel, catalogue);
        _environments = new EnvironmentStore(commands, names, _time);
    }

    /// <summary>The plugin's revisions and the ways between them.</summary>
    public RevisionGraph Graph => _graph;

    /// <summary>The status of the database compared with the plugin.</summary>
    /// <exception cref="MigrationException">The server cannot be used.</exception>
    public Task<StatusReport> GetStatusAsync(CancellationToken cancellationToken) => GetStatusAsync(null, cancellationToken);

    /// <summary>How the database, or one tree of it, stands to the plugin.</summary>
    /// <exception cref="MigrationException">There is no such tree.</exception>
    public async Task<StatusReport> GetStatusAsync(string? tree, CancellationToken cancellationToken)
    {
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var (state, holder) = await new StatusReader(_reader, _lock).ReadAsync(cancellationToken).ConfigureAwait(false);
        return StatusReport.Create(_options.Database, server, _graph, state, holder, tree);
    }

    /// <summary>What a run would do; nothing is written.</summary>
    /// <exception cref="MigrationException">Plugin, database and request do not fit each other.</exception>
    public async Task<PlanPreview> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var state = await _reader.ReadWithProgressAsync(cancellationToken).ConfigureAwait(false);
        var (stamp, plan) = FirstPlan.Create(await GraphForAsync(request, state, cancellationToken).ConfigureAwait(false), state, request, _options.Database);
        TypedClasses.Check(plan.Steps);
        using var authors = NewAuthors();
        var preconditions = await new PreconditionCheck(authors, request.IsForced).FindAsync(plan.Steps, cancellationToken).ConfigureAwait(false);
        var findings = await FindAsync(plan, cancellationToken).ConfigureAwait(false);
        var forecasts = await new ForecastReader(_channel, _options.Database).ReadAsync(plan.Steps, cancellationToken).ConfigureAwait(false);
        return new PlanPreview
        {
            Plan = plan,
            Stamp = stamp,
            Server = server,
            MaxReplicationLag = LagPause.IsPossible(server, _options.Run.MaxReplicationLag) ? _options.Run.MaxReplicationLag : null,
            Lock = new StateNames(_options.StatePrefix).Lock,
            Forecasts = forecasts,
            Preconditions = preconditions,
            Findings = findings,
        };
    }

    // The plan, with how long its steps take: their bodies are carried out on a few documents, in memory.
    internal async Task<PlanPreview> EstimateAsync(PlanPreview preview, CancellationToken cancellationToken) =>
        preview with { Estimates = await new StepEstimator(_channel, _options.Database, _time).EstimateAsync(preview, cancellationToken).ConfigureAwait(false) };

    /// <summary>Runs the steps in one transaction and aborts it: shows what would happen on these data, and nothing remains. Collections and indexes are not changed even for a moment.</summary>
    /// <exception cref="MigrationException">What a run would fail with; or the server has no transactions (MIG1602).</exception>
    public async Task<DryRunReport> DryRunAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = _time.GetTimestamp();
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var preview = await PlanAsync(request, cancellationToken).ConfigureAwait(false);
        PreconditionCheck.ThrowOnFaults(preview.Preconditions);
        Consistency.ThrowOnFaults(preview.Findings);
        TransactionChoice.RequireForTrial(server, "A dry run");
        HalfDoneTrial.Refuse(preview.Plan, await _reader.ReadWithProgressAsync(cancellationToken).ConfigureAwait(false));
        using var authors = NewAuthors();
        var (steps, conditions) = await DryRuns(preview.Plan, authors, server, TrialChannel(preview.Plan)).RunAsync(preview.Plan, cancellationToken).ConfigureAwait(false);
        return new DryRunReport
        {
            Plan = preview.Plan,
            Stamp = preview.Stamp,
            Preconditions = [.. preview.Preconditions.Where(p => p.IsChecked), .. conditions],
            Findings = preview.Findings,
            Steps = steps,
            Duration = _time.GetElapsedTime(started),
        };
    }

    /// <summary>Applies each step and rolls it back in one transaction, which is aborted: checks whether a rollback restores the data. Applied migrations are compared with the images that they kept.</summary>
    /// <exception cref="MigrationException">What a run would fail with; or the server has no transactions (MIG1602).</exception>
    public async Task<RehearsalReport> RehearseAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = _time.GetTimestamp();
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var preview = await PlanAsync(request, cancellationToken).ConfigureAwait(false);
        PreconditionCheck.ThrowOnFaults(preview.Preconditions);
        TransactionChoice.RequireForTrial(server, "A rehearsal");
        HalfDoneTrial.Refuse(preview.Plan, await _reader.ReadWithProgressAsync(cancellationToken).ConfigureAwait(false));
        using var authors = NewAuthors();
        var rehearser = new Rehearser(TrialChannel(preview.Plan), server, _options.Database, new StateNames(_options.StatePrefix), TrialLimits, channel => DryRuns(preview.Plan, authors, server, channel), _time);
        var steps = await rehearser.RunAsync(preview.Plan, cancellationToken).ConfigureAwait(false);
        return new RehearsalReport { Plan = preview.Plan, Steps = steps, Duration = _time.GetElapsedTime(started) };
    }

    /// <summary>Plans, takes the lock when there is something to do, plans again and runs.</summary>
    /// <exception cref="MigrationException">Anything that was foreseen: a stable code says what.</exception>
    public async Task<RunResult> RunAsync(PlanRequest request, IRunObserver observer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var started = _time.GetTimestamp();
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var first = await _reader.ReadWithProgressAsync(cancellationToken).ConfigureAwait(false);
        var (firstStamp, planned) = FirstPlan.Create(await GraphForAsync(request, first, cancellationToken).ConfigureAwait(false), first, request, _options.Database);
        if (planned.Steps.Count == 0 && (firstStamp is null || planned.Held.Count > 0))
        {
            return new RunResult { Plan = planned, Duration = _time.GetElapsedTime(started) };
        }

        TypedClasses.Check(planned.Steps);
        TellDone(planned, request, observer);
        await WarnAsync(planned, observer, cancellationToken).ConfigureAwait(false);
        var lease = await _lock.AcquireAsync(_options.Identity, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var state = await _reader.ReadWithProgressAsync(cancellationToken).ConfigureAwait(false);
            var graph = await GraphForAsync(request, state, cancellationToken).ConfigureAwait(false);
            var (stamp, plan) = FirstPlan.Create(graph, state, request, _options.Database);
            RefuseOtherPlan(planned, plan);
            await TellBrokenRunsAsync(state, server, cancellationToken).ConfigureAwait(false);
            var identity = _options.Identity with { Reviewed = request.Reviewed?.Fingerprint, Environment = await _environments.RecordAsync(await _probe.LookAsync(server, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false) };
            var journal = _journal.For(identity);
            if (stamp is not null)
            {
                await new StampWriter(_channel, _writer, journal, identity, server, _time).WriteAsync(stamp, lease, cancellationToken).ConfigureAwait(false);
            }

            var record = new StepRecord(_channel, _writer, journal, identity, _time);
            using var authors = NewAuthors();
            var runner = new MigrationRunner(_channel, authors, server, _options.Database, record, _ranges, _errors, _images, new PreconditionCheck(authors, request.IsForced), _options.Run, new HalfDoneCure(_reader, graph), new SerialObserver(observer), _time);
            var steps = await runner.RunAsync(plan, stamp?.ApplyTo(state) ?? state, lease, cancellationToken).ConfigureAwait(false);
            return new RunResult { Plan = plan, Stamp = stamp, Steps = steps, Duration = _time.GetElapsedTime(started) };
        }
    }

    /// <summary>Records where the data of a database stand, without running anything: all trees or some, in one write.</summary>
    /// <param name="request">Which trees, where.</param>
    /// <param name="isDryRun">Whether it is only shown what would be stored.</param>
    /// <param name="cancellationToken">Cancels before the first write.</param>
    /// <exception cref="MigrationException">It is recorded already as something else (MIG1302), or there are data and no position was named (MIG1303).</exception>
    public async Task<StampPlan> StampAsync(StampRequest request, bool isDryRun, CancellationToken cancellationToken)
    {
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var first = await PlanStampAsync(request, cancellationToken).ConfigureAwait(false);
        if (isDryRun || first.IsNothing)
        {
            return first;
        }

        var lease = await _lock.AcquireAsync(_options.Identity, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            // Another one may have done it meanwhile.
            var plan = await PlanStampAsync(request, cancellationToken).ConfigureAwait(false);
            await (plan.IsNothing ? Task.CompletedTask : new StampWriter(_channel, _writer, _journal, _options.Identity, server, _time).WriteAsync(plan, lease, cancellationToken)).ConfigureAwait(false);
            return plan;
        }
    }

    /// <summary>Records what another tool has applied, from the log that it kept in the database, without running anything, in one write. What is recorded already stays as it is.</summary>
    /// <param name="request">Whose log, and what its names mean.</param>
    /// <param name="isDryRun">Whether it is only shown what would be recorded.</param>
    /// <param name="cancellationToken">Cancels before the first write.</param>
    /// <exception cref="MigrationException">The log is not there or not what the tool writes (MIG1310, MIG1311), a migration did not finish (MIG1312), a name is unknown (MIG1313), or what was applied has a gap (MIG1314); then nothing was recorded.</exception>
    public async Task<ImportPlan> ImportAsync(ImportRequest request, bool isDryRun, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var first = await PlanImportAsync(request, cancellationToken).ConfigureAwait(false);
        if (isDryRun || first.IsNothing)
        {
            return first;
        }

        var lease = await _lock.AcquireAsync(_options.Identity, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            // Another one may have done it meanwhile.
            var plan = await PlanImportAsync(request, cancellationToken).ConfigureAwait(false);
            await (plan.IsNothing ? Task.CompletedTask : new ImportWriter(_channel, _writer, _journal, _options.Identity, server, _time).WriteAsync(plan, lease, cancellationToken)).ConfigureAwait(false);
            return plan;
        }
    }

    /// <summary>Accepts what somebody has checked, which is journaled: changed applied migrations count as unchanged from now on, and half-done ones whose data were corrected by hand count as applied or not.</summary>
    /// <param name="request">What is accepted.</param>
    /// <param name="cancellationToken">Cancels between two migrations.</param>
    /// <exception cref="MigrationException">One of them is unknown or not applied; then nothing was done.</exception>
    public async Task<Acceptance> AcceptAsync(AcceptRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var lease = await _lock.AcquireAsync(_options.Identity, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var state = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var acceptance = Acceptance.Create(_graph, state, request);
            await TellBrokenRunsAsync(state, server, cancellationToken).ConfigureAwait(false);
            await new AcceptanceWriter(_channel, _writer, _journal, _options.Identity, server, _time).WriteAsync(acceptance, lease, cancellationToken).ConfigureAwait(false);
            return acceptance;
        }
    }

    /// <summary>The gate: everything that does not fit, and what is pending.</summary>
    public async Task<VerifyReport> VerifyAsync(string? tree, CancellationToken cancellationToken)
    {
        await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var state = await _reader.ReadReadableAsync(cancellationToken).ConfigureAwait(false);
        var (_, faults) = await _lock.ReadReadableAsync(cancellationToken).ConfigureAwait(false);
        var report = VerifyReport.Create(_graph, state.With(state.Records, [.. state.Faults, .. faults]), tree);
        var expectations = ExpectationList.Of(report.Pending, m => state.Find(m.Tree, m.Id) is { IsUnfinished: true });
        return report.With(await FindAsync(expectations, refusesMissing: true, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The journal, newest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> GetJournalAsync(string? tree, int limit, CancellationToken cancellationToken)
    {
        await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        return await _journal.ReadAsync(tree, limit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What the plugin's runs worked with, compared with this process.</summary>
    public async Task<EnvironmentReport> GetEnvironmentAsync(CancellationToken cancellationToken)
    {
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var current = await _probe.LookAsync(server, cancellationToken).ConfigureAwait(false);
        return EnvironmentReport.Create(_options.Database, current, await _environments.ReadAsync(cancellationToken).ConfigureAwait(false), await _environments.ReadUsesAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Breaks the lock, which is journaled, and waits until the run that held it says that it has stopped, or must have; null if nobody held it.</summary>
    public async Task<LockBreak?> UnlockAsync(CancellationToken cancellationToken)
    {
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var broken = await _lock.BreakAsync(cancellationToken).ConfigureAwait(false);
        if (broken is not null)
        {
            var entry = _journal.NewEntry(JournalEvent.Force, server) with { Detail = $"The lock of {broken.Holder.Owner}, token {broken.Holder.Token}, was broken{(broken.IsRepaired ? "; its document could not be read and was recreated" : "")}." };
            await _journal.AppendAsync(entry, null, cancellationToken).ConfigureAwait(false);
        }

        return broken;
    }

    /// <summary>Deletes before images of finished migrations, which then cannot be rolled back from them; journaled.</summary>
    /// <exception cref="MigrationException">Another run holds the lock (MIG1501).</exception>
    public async Task<IReadOnlyList<PrunedImages>> PruneAsync(PruneRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var server = await _channel.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var lease = await _lock.AcquireAsync(_options.Identity, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            var state = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            state.RequireOwn(request.Tree is { } tree ? [tree] : _graph.Trees.Select(t => t.Name));
            await TellBrokenRunsAsync(state, server, cancellationToken).ConfigureAwait(false);
            return await new ImagePruner(_graph, _images, _writer, _journal, server).PruneAsync(request, state, lease, cancellationToken).ConfigureAwait(false);
        }
    }

    // For a rollback with the migrations that the plugin does not have, as far as their ways back are stored.
    private async Task<RevisionGraph> GraphForAsync(PlanRequest request, DatabaseState state, CancellationToken cancellationToken) =>
        request.Direction == MigrationDirection.Down && StoredMigrations.Find(_graph, state, request) is { Count: > 0 } missing
            ? StoredMigrations.Extend(_catalogue, _graph, missing, await _reader.ReadWaysBackAsync(missing, cancellationToken).ConfigureAwait(false))
            : _graph;

    private Task TellBrokenRunsAsync(DatabaseState state, ChannelInfo server, CancellationToken cancellationToken) => new BrokenRuns(_journal, server).TellAsync(state, cancellationToken);

    // What a run of it would say first.
    private async Task<IReadOnlyList<Finding>> FindAsync(Plan plan, CancellationToken cancellationToken) =>
        [.. plan.Resumed, .. await FindAsync(ExpectationList.Of(plan.Steps), _options.RefusesMissingCollections, cancellationToken).ConfigureAwait(false)];

    private async Task<IReadOnlyList<Finding>> FindAsync(IReadOnlyList<Expectation> expectations, bool refusesMissing, CancellationToken cancellationToken) =>
        ExpectationFindings.Find(expectations, await _surroundings.ReadAsync(expectations, cancellationToken).ConfigureAwait(false), _options.Database, refusesMissing);

    private async Task WarnAsync(Plan plan, IRunObserver observer, CancellationToken cancellationToken)
    {
        var findings = await FindAsync(plan, cancellationToken).ConfigureAwait(false);
        Consistency.ThrowOnFaults(findings);
        foreach (var finding in findings)
        {
            observer.Warned(finding);
        }
    }

    private static void TellDone(Plan plan, PlanRequest request, IRunObserver observer)
    {
        if (plan.DoneBefore > 0)
        {
            observer.Noted($"{plan.DoneBefore} of the {request.Reviewed!.Content.Steps.Count} migration(s) of the plan are done already; it goes on with the others.");
        }
    }

    private DryRunLimits TrialLimits => new(_options.Run.BatchSize, _options.Run.DryRunDocuments);

    private AuthorAccess NewAuthors() => new(_channel, _options.Database, new StateNames(_options.StatePrefix));

    private DryRunner DryRuns(Plan plan, AuthorAccess authors, ChannelInfo server, ICommandChannel channel) =>
        new(channel, authors, server, _options.Database, new StateNames(_options.StatePrefix), new DryRunSettings(TrialLimits, plan.Request.IsForced, ChangesValidators(plan), _options.Run.OnDocumentError, _options.Run.LimitErrors), _time);

    private ICommandChannel TrialChannel(Plan plan) => ChangesValidators(plan) ? new UnvalidatedChannel(_channel) : _channel;

    private static bool ChangesValidators(Plan plan) => plan.Steps.Any(s => ValidatorPlan.Of(s) is not null);

    private async Task<StampPlan> PlanStampAsync(StampRequest request, CancellationToken cancellationToken)
    {
        var state = await _reader.ReadWithProgressAsync(cancellationToken).ConfigureAwait(false);
        var data = await _schema.FindDataCollectionAsync(new StateNames(_options.StatePrefix).Owns, cancellationToken).ConfigureAwait(false);
        return StampPlan.Create(_graph, state, request, (_options.Database, data));
    }

    private async Task<ImportPlan> PlanImportAsync(ImportRequest request, CancellationToken cancellationToken)
    {
        var state = await _reader.ReadWithProgressAsync(cancellationToken).ConfigureAwait(false);
        var log = ForeignLog.Of(request.From);
        var (collection, applied) = await new ForeignLogReader(new CollectionCommands(_channel, _options.Database), _schema).ReadAsync(log, request, cancellationToken).ConfigureAwait(false);
        return ImportPlan.Create(_graph, state, request, applied, (log.Tool, collection));
    }

    // Another run may have finished the work while this one waited for the lock: then there is nothing to do. Any other difference means that the plan is out of date.
    private static void RefuseOtherPlan(Plan planned, Plan plan)
    {
        if (plan.Steps.Count > 0 && plan.Fingerprint != planned.Fingerprint)
        {
            throw new MigrationException(
                MigrationErrorCode.PlanChanged,
                "The database changed between planning and taking the lock: another run was at work. The plan is out of date, so nothing was done. Run the command again.");
        }
    }
}
