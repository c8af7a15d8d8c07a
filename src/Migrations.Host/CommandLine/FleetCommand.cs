using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Host.Execution;
using Migrations.Host.Fleets;
using Migrations.Host.GateReports;
using Migrations.Host.Output;

namespace Migrations.Host.CommandLine;

// A command on several databases: finds them, works on each, and reports on all of them.
internal sealed class FleetCommand(FleetRequest request, Values values, DatabaseOptions options, HostConsole console, GateRecord record, FleetBody body)
{
    private readonly TimeProvider _time = TimeProvider.System;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var (loaded, catalogue) = await DatabaseSession.LoadAsync(options, console, cancellationToken).ConfigureAwait(false);
        var servers = new FleetServers(options.NeverUsesLocalServer, console.Note);
        await using (servers.ConfigureAwait(false))
        {
            var targets = await servers.FindAsync(request, cancellationToken).ConfigureAwait(false);
            _ = TargetChoice.Canaries(request.Canaries, [.. targets.Select(t => t.Name)]);
            ConfirmOption.Require(values, targets.Count);
            SayWhere(targets);
            record.FollowFleet(RevisionGraph.Create(catalogue), targets.Count);
            using var note = cancellationToken.Register(() => console.Note("No other database is begun; those at work end after their batch."));
            var run = new FleetRun(request, new TargetRun(catalogue, loaded, console, body, _time).RunAsync, (outcome, number, total) => console.Say(FleetText.Ended(outcome, number, total), () => FleetJson.Ended(outcome, number, total)));
            try
            {
                var outcomes = await run.RunAsync(targets, cancellationToken).ConfigureAwait(false);
                return Report(new FleetReport(request.Command, outcomes, _time.GetElapsedTime(started)) { IsCancelled = cancellationToken.IsCancellationRequested });
            }
            finally
            {
                await catalogue.DisposeServicesAsync().ConfigureAwait(false);
            }
        }
    }

    private int Report(FleetReport report)
    {
        (record.Result, record.Matrix) = (_ => report.ToGate(), report.ToMatrix());
        console.Reports.Databases(FleetText.Table(report), FleetText.Lines(report), () => FleetJson.Of(report));
        return (int)report.ExitCode;
    }

    private void SayWhere(IReadOnlyList<FleetTarget> targets)
    {
        foreach (var server in targets.GroupBy(t => t.Server, StringComparer.Ordinal))
        {
            console.Note(string.Create(CultureInfo.InvariantCulture, $"{server.Count()} database(s) on {server.Key}"));
        }
    }
}
