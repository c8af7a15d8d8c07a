using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Host.Execution;
using Migrations.Host.GateReports;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.Fleets;

// The command on one of the databases, as it would run on it alone, and what came of it.
internal sealed class TargetRun(MigrationCatalogue catalogue, DatabaseOptions options, HostConsole console, FleetBody body, TimeProvider time)
{
    public async Task<TargetOutcome> RunAsync(FleetTarget target, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var result = new StringWriter();
        var outcome = await RunAsync(target, console.For(target.Name, result), cancellationToken).ConfigureAwait(false);
        return outcome with { Duration = time.GetElapsedTime(started), Report = options.IsJson ? result.ToString() : null };
    }

    private async Task<TargetOutcome> RunAsync(FleetTarget target, HostConsole screen, CancellationToken cancellationToken)
    {
        try
        {
            GateResult? found = null;
            var session = DatabaseSession.Open(target.Connection, catalogue, options, screen) with { IsConfirmed = true };
            var code = await body(session, result => found = result(null), cancellationToken).ConfigureAwait(false);
            return Ended(target, code, found);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new TargetOutcome(target.Name, target.Server, TargetState.Cancelled) { ExitCode = ExitCode.Cancelled, Text = "cancelled; what is finished stays finished" };
        }
#pragma warning disable CA1031 // The edge of this database: the others go on, and the failure is part of the result.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var (failure, code) = CommandFailure.Of(e, cancellationToken);
            screen.Failed(failure, (int)code);
            return new TargetOutcome(target.Name, target.Server, TargetState.Failed) { ExitCode = code, Code = failure.Code, Text = failure.Message };
        }
    }

    private static TargetOutcome Ended(FleetTarget target, ExitCode code, GateResult? found)
    {
        var fault = found?.Findings.FirstOrDefault(f => !f.IsWarning);
        var state = code switch { ExitCode.Done => TargetState.Done, ExitCode.Pending => TargetState.Pending, _ => TargetState.Failed };
        return new TargetOutcome(target.Name, target.Server, state)
        {
            ExitCode = code,
            Code = state == TargetState.Failed ? fault?.Code ?? (found is { Findings: [var first, ..] } ? first.Code : null) : state == TargetState.Pending ? MigrationErrorCode.PendingMigrations : null,
            Text = state == TargetState.Failed && fault is not null ? fault.Text : found?.Summary ?? "",
            Status = found?.Status,
            Trees = found?.Trees ?? [],
        };
    }
}

// A command's work on one database. It hands over what it found.
internal delegate Task<ExitCode> FleetBody(DatabaseSession session, Action<Func<StatusReport?, GateResult>> found, CancellationToken cancellationToken);
