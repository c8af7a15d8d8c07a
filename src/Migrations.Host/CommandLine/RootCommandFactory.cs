using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Migrations.Engine.Planning;
using Migrations.Engine.Undo;
using Migrations.Host.Execution;
using Migrations.Host.GateReports;
using Migrations.Host.Output;
using Migrations.Host.Plans;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The commands, one method each.
internal sealed class RootCommandFactory(DatabaseCommand commands)
{
    public static RootCommand Create(Func<ParseResult, HostConsole> console)
    {
        var commands = new DatabaseCommand(console);
        var factory = new RootCommandFactory(commands);
        var graph = new GraphCommands(console);
        var sources = new SourceCommands(console);
        var root = new RootCommand("MongoDB schema and data migrations. The connection string is read from MIGRATIONS_CONNECTION; without it, and without CI=true, the local server is used.")
        {
            StampCommands.Init(commands),
            StampCommands.Stamp(commands),
            StampCommands.Accept(commands),
            ImportCommand.Create(commands),
            sources.New(),
            sources.AddTree(),
            sources.AddRevision(),
            sources.FixOrder(),
            factory.Status(),
            graph.Trees(),
            graph.History(),
            graph.Graph(),
            factory.Plan(),
            factory.Run(CommandTable.Migrate, MigrationDirection.Up),
            factory.Run(CommandTable.Rollback, MigrationDirection.Down),
            factory.Rehearse(),
            factory.Verify(),
            LintCommand.Create(console),
            factory.Prune(),
            factory.Journal(),
            factory.Environment(),
            factory.Unlock(),
            BundleCommand.Create(console),
            CompletionCommand.Create(console),
            LocalServerCommand.Create(console),
        };
        ExampleHelp.AddTo(root);
        NameOf(root) = "migrations";
        return root;
    }

    // The parser names the root after the program's file, and throws if that is the name of a command: a bundle may well be called 'migrate'.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<Name>k__BackingField")]
    private static extern ref string NameOf(Symbol symbol);

    private Command Status() => commands.CreateGate(CommandTable.Status, async (session, found, _, cancellationToken) =>
    {
        var report = await session.Engine.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        found(_ => GateResult.Of(report));
        session.Reports.Status(report);
        return ExitCodes.Of(report.Findings) ?? ExitCode.Done;
    });

    private Command Plan() => commands.CreateGate(CommandTable.Plan, async (session, found, values, cancellationToken) =>
    {
        var request = TargetOptions.Read(values, DirectionOf(values));
        if (values.Flag(OptionTable.PlanDryRun))
        {
            RefuseEstimate(values);
            var report = await session.Engine.DryRunAsync(request, cancellationToken).ConfigureAwait(false);
            found(_ => GateResult.Of(report));
            await WriteAsync(values, session, report.Plan, PlanJson.Of(report, session.Database, null), cancellationToken).ConfigureAwait(false);
            session.Reports.DryRun(report, session.Database);
            return report.Plan.Steps.Count + report.Plan.Held.Count == 0 ? ExitCode.Done : ExitCode.Pending;
        }

        var preview = await session.Engine.PlanAsync(request, cancellationToken).ConfigureAwait(false);
        preview = values.Flag(OptionTable.Estimate) ? await session.Engine.EstimateAsync(preview, cancellationToken).ConfigureAwait(false) : preview;
        found(_ => GateResult.Of(preview));
        await WriteAsync(values, session, preview.Plan, PlanJson.Of(preview, session.Database, null), cancellationToken).ConfigureAwait(false);
        session.Reports.Plan(preview, session.Database);
        return ExitCodes.Of(preview.Findings) is { } faulty ? faulty : preview.Preconditions.Any(p => p is { Fault: not null, IsSkipped: false }) ? ExitCode.Refused : preview.Plan.Steps.Count + preview.Plan.Held.Count == 0 ? ExitCode.Done : ExitCode.Pending;
    });

    private static Task WriteAsync(Values values, DatabaseSession session, Plan plan, JsonNode shown, CancellationToken cancellationToken) => values.Filled(OptionTable.PlanOut) is { } path
        ? StoredPlan.WriteAsync(path, values.OptionalNumber(OptionTable.Expires), values.Text(OptionTable.StatePrefix)!, session, plan, shown, cancellationToken)
        : Task.CompletedTask;

    private Command Run(string name, MigrationDirection direction) => commands.CreateGate(name, async (session, found, values, cancellationToken) =>
    {
        var request = await TargetOptions.ReadAsync(values, direction, session, cancellationToken).ConfigureAwait(false);
        RequireTarget(request);
        if (values.Flag(OptionTable.RunDryRun))
        {
            var tried = await session.Engine.DryRunAsync(request, cancellationToken).ConfigureAwait(false);
            found(_ => GateResult.Of(tried));
            session.Reports.DryRun(tried, session.Database);
            return OfRun(tried.Plan);
        }

        ConfirmOption.Require(values, session);
        var outcome = await session.Engine.RunAsync(request, session.Progress, cancellationToken).ConfigureAwait(false);
        found(_ => GateResult.Of(outcome));
        session.Reports.Run(outcome, session.Database);
        return OfRun(outcome.Plan);
    });

    private Command Rehearse() => commands.CreateGate(CommandTable.Rehearse, async (session, found, values, cancellationToken) =>
    {
        var report = await session.Engine.RehearseAsync(TargetOptions.Read(values, DirectionOf(values)), cancellationToken).ConfigureAwait(false);
        found(_ => GateResult.Of(report));
        session.Reports.Rehearsal(report, session.Database);
        return report.HasDifferences ? ExitCode.VerificationFailed : OfRun(report.Plan);
    });

    private Command Verify() => commands.CreateGate(CommandTable.Verify, async (session, found, values, cancellationToken) =>
    {
        var tree = values.Text(OptionTable.Tree);
        var report = await session.Engine.VerifyAsync(tree, cancellationToken).ConfigureAwait(false);
        found(status => GateResult.Of(report, status, tree));
        session.Reports.Verify(report, session.Database);
        return ExitCodes.Of(report.Findings) ?? (report.Pending.Count > 0 ? ExitCode.Pending : ExitCode.Done);
    });

    private Command Prune() => commands.Create(CommandTable.Prune, async (session, values, cancellationToken) =>
    {
        ConfirmOption.RequireOrAsk(values, session, "This deletes images for good; migrations without a Down cannot be rolled back then.");
        var request = new PruneRequest { Tree = values.Text(OptionTable.Tree), OlderThan = values.OptionalNumber(OptionTable.OlderThan) is { } days ? TimeSpan.FromDays(days) : null };
        session.Reports.Pruned(await session.Engine.PruneAsync(request, cancellationToken).ConfigureAwait(false), session.Database);
        return ExitCode.Done;
    });

    private Command Journal() => commands.Create(CommandTable.Journal, async (session, values, cancellationToken) =>
    {
        session.Reports.Journal(await session.Engine.GetJournalAsync(values.Text(OptionTable.Tree), values.Number(OptionTable.Limit), cancellationToken).ConfigureAwait(false));
        return ExitCode.Done;
    });

    private Command Environment() => commands.Create(CommandTable.Environment, async (session, values, cancellationToken) =>
    {
        var report = await session.Engine.GetEnvironmentAsync(cancellationToken).ConfigureAwait(false);
        var isCheck = values.Flag(OptionTable.EnvironmentCheck);
        session.Reports.Environment(report, isCheck);
        return (isCheck ? ExitCodes.Of(report.Findings) : null) ?? ExitCode.Done;
    });

    private Command Unlock() => commands.Create(CommandTable.Unlock, async (session, values, cancellationToken) =>
    {
        RequireForce(values.Flag(OptionTable.UnlockForce));
        ConfirmOption.RequireOrAsk(values, session, "This breaks the lock, whoever holds it; a run that is alive is stopped.");
        session.Reports.Unlocked(await session.Engine.UnlockAsync(cancellationToken).ConfigureAwait(false));
        return ExitCode.Done;
    });

    private static MigrationDirection DirectionOf(Values values) => values.Flag(OptionTable.PlanRollback) ? MigrationDirection.Down : MigrationDirection.Up;

    // Everything possible was done, but not everything requested.
    private static ExitCode OfRun(Plan plan) => plan.Held.Count == 0 ? ExitCode.Done : ExitCode.Refused;

    private static void RefuseEstimate(Values values)
    {
        if (values.Flag(OptionTable.Estimate))
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"'{OptionTable.Estimate.Option}' was given together with '{OptionTable.PlanDryRun.Option}', which runs everything and says how long that took. Nothing was done. Give one of them.");
        }
    }

    private static void RequireForce(bool isForced)
    {
        if (!isForced)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, "Breaking a lock stops the run that holds it. Nothing was done. If you know that the run is dead, use 'migrations unlock --force'; otherwise its lease ends by itself.");
        }
    }

    // A rollback without a target would roll back everything, which must be said explicitly.
    private static void RequireTarget(PlanRequest request)
    {
        if (request.Direction == MigrationDirection.Down && request.To is null && request.Distance is null)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, "It was not said how far to roll back. Nothing was done. Give '--distance 1' for the newest migration, '--to ID' to go back to one, or '--to base' for all.");
        }
    }
}
