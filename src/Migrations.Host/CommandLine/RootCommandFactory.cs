using System.CommandLine;
using Migrations.Engine.Planning;
using Migrations.Engine.Undo;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The commands, one method each.
internal sealed class RootCommandFactory(DatabaseCommand commands)
{
    public static RootCommand Create(SharedOptions shared, Func<ParseResult, HostConsole> console)
    {
        var commands = new DatabaseCommand(shared, console);
        var factory = new RootCommandFactory(commands);
        var graph = new GraphCommands(shared, console);
        return new RootCommand("MongoDB schema and data migrations. The connection string is read from MIGRATIONS_CONNECTION; without it, and without CI=true, the local server is used.")
        {
            StampCommands.Init(commands),
            StampCommands.Stamp(commands),
            StampCommands.Accept(commands),
            NewCommand.Create(shared, console),
            TreeCommands.AddTree(shared, console),
            TreeCommands.AddRevision(shared, console),
            FixOrderCommand.Create(shared, console),
            factory.Status(),
            graph.Trees(),
            graph.History(),
            graph.Graph(),
            factory.Plan(),
            factory.Run("migrate", "Applies pending migrations.", MigrationDirection.Up),
            factory.Run("rollback", "Rolls back applied migrations.", MigrationDirection.Down),
            factory.Rehearse(),
            factory.Verify(),
            factory.Prune(),
            factory.Journal(),
            factory.Unlock(),
            LocalServerCommand.Create(shared, console),
        };
    }

    private Command Status() => commands.Create("status", "Shows where a database stands against the plugin. Ends with the exit code of the first fault, if one is found.", async (scope, _, cancellationToken) =>
    {
        var report = await scope.Engine.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        scope.Reports.Status(report);
        return ExitCodes.Of(report.Findings) ?? ExitCode.Done;
    });

    private Command Plan()
    {
        var target = new TargetOptions();
        var back = new Option<bool>("--rollback") { Description = "Plan the way back instead of the way forward." };
        var dryRun = new Option<bool>("--dry-run") { Description = "With the actions that the migrations report: runs them in one transaction and takes it back." };
        var command = commands.Create("plan", "Shows what a run would do; changes nothing. Ends with 2 when something is pending.", async (scope, result, cancellationToken) =>
        {
            var request = target.Read(result, result.GetValue(back) ? MigrationDirection.Down : MigrationDirection.Up);
            if (result.GetValue(dryRun))
            {
                var report = await scope.Engine.DryRunAsync(request, cancellationToken).ConfigureAwait(false);
                scope.Reports.DryRun(report, scope.Database);
                return report.Plan.Steps.Count + report.Plan.Held.Count == 0 ? ExitCode.Done : ExitCode.Pending;
            }

            var preview = await scope.Engine.PlanAsync(request, cancellationToken).ConfigureAwait(false);
            scope.Reports.Plan(preview, scope.Database);
            return ExitCodes.Of(preview.Findings) is { } faulty ? faulty : preview.Preconditions.Any(p => p is { Fault: not null, IsSkipped: false }) ? ExitCode.Refused : preview.Plan.Steps.Count + preview.Plan.Held.Count == 0 ? ExitCode.Done : ExitCode.Pending;
        });
        target.AddTo(command);
        command.Options.Add(back);
        command.Options.Add(dryRun);
        return command;
    }

    private Command Run(string name, string description, MigrationDirection direction)
    {
        var target = new TargetOptions();
        var run = new RunOptions();
        var dryRun = new Option<bool>("--dry-run") { Description = "Run everything in one transaction and take it back: shows what would be done, and needs a server with transactions." };
        var command = commands.Create(
            name,
            description,
            async (scope, result, cancellationToken) =>
            {
                var request = target.Read(result, direction);
                RequireTarget(request);
                if (result.GetValue(dryRun))
                {
                    var tried = await scope.Engine.DryRunAsync(request, cancellationToken).ConfigureAwait(false);
                    scope.Reports.DryRun(tried, scope.Database);
                    return OfRun(tried.Plan);
                }

                run.RequireConfirmation(result, scope);
                var outcome = await scope.Engine.RunAsync(request, scope.Progress, cancellationToken).ConfigureAwait(false);
                scope.Reports.Run(outcome, scope.Database);
                return OfRun(outcome.Plan);
            },
            run.Read);
        target.AddTo(command);
        run.AddTo(command);
        command.Options.Add(dryRun);
        return command;
    }

    private Command Rehearse()
    {
        var target = new TargetOptions();
        var back = new Option<bool>("--rollback") { Description = "Rehearse the way back of applied migrations, against the images that they kept." };
        var command = commands.Create("rehearse", "Takes pending migrations there and back in one transaction, which is taken back, and compares the documents. Ends with 4 when some are not what they were.", async (scope, result, cancellationToken) =>
        {
            var report = await scope.Engine.RehearseAsync(target.Read(result, result.GetValue(back) ? MigrationDirection.Down : MigrationDirection.Up), cancellationToken).ConfigureAwait(false);
            scope.Reports.Rehearsal(report, scope.Database);
            return report.HasDifferences ? ExitCode.VerificationFailed : OfRun(report.Plan);
        });
        target.AddTo(command);
        command.Options.Add(back);
        return command;
    }

    private Command Verify()
    {
        var tree = TreeNames.Option("Only this tree. Default: all.");
        var command = commands.Create("verify", "The gate: ends with 0 only when all is applied, unchanged and consistent; 2 when migrations are pending, and with the exit code of the first fault where something is wrong.", async (scope, result, cancellationToken) =>
        {
            var report = await scope.Engine.VerifyAsync(result.GetValue(tree), cancellationToken).ConfigureAwait(false);
            scope.Reports.Verify(report, scope.Database);
            return ExitCodes.Of(report.Findings) ?? (report.Pending.Count > 0 ? ExitCode.Pending : ExitCode.Done);
        });
        command.Options.Add(tree);
        return command;
    }

    private Command Prune()
    {
        var tree = TreeNames.Argument();
        var days = Ranges.Optional("--older-than", 0, 36_500, "Only of migrations whose newest image is that many days old. Default: all.");
        var (confirm, wait) = (new ConfirmOption(), new LockWaitOptions());
        var command = commands.Create("prune", "Deletes the images of finished migrations, which then cannot be rolled back from them. Journaled.", async (scope, result, cancellationToken) =>
        {
            confirm.RequireOrAsk(result, scope, "This deletes images for good; migrations without a Down cannot be rolled back then.");
            var request = new PruneRequest { Tree = result.GetValue(tree), OlderThan = result.GetValue(days) is { } number ? TimeSpan.FromDays(number) : null };
            scope.Reports.Pruned(await scope.Engine.PruneAsync(request, cancellationToken).ConfigureAwait(false), scope.Database);
            return ExitCode.Done;
        }, wait.Read);
        confirm.AddTo(command);
        wait.AddTo(command);
        command.Arguments.Add(tree);
        command.Options.Add(days);
        return command;
    }

    private Command Journal()
    {
        var tree = TreeNames.Argument();
        var limit = Ranges.Option("--limit", 0, int.MaxValue, 50, "How many entries, newest first; 0: all. Default: 50.");
        var command = commands.Create("journal", "Shows the journal: what was done to the database, when, by whom.", async (scope, result, cancellationToken) =>
        {
            scope.Reports.Journal(await scope.Engine.GetHistoryAsync(result.GetValue(tree), result.GetValue(limit), cancellationToken).ConfigureAwait(false));
            return ExitCode.Done;
        });
        command.Arguments.Add(tree);
        command.Options.Add(limit);
        return command;
    }

    private Command Unlock()
    {
        var force = new Option<bool>("--force") { Description = "Break the lock and wait until its run has stopped, or must have noticed. Journaled." };
        var confirm = new ConfirmOption();
        var command = commands.Create("unlock", "Breaks the lock of a run that is known to be dead.", async (scope, result, cancellationToken) =>
        {
            RequireForce(result.GetValue(force));
            confirm.RequireOrAsk(result, scope, "This breaks the lock of whoever holds it; a run that is alive is stopped.");
            scope.Reports.Unlocked(await scope.Engine.UnlockAsync(cancellationToken).ConfigureAwait(false));
            return ExitCode.Done;
        });
        command.Options.Add(force);
        confirm.AddTo(command);
        return command;
    }

    // What could be done was done, but not all that was asked for.
    private static ExitCode OfRun(Plan plan) => plan.Held.Count == 0 ? ExitCode.Done : ExitCode.Refused;

    private static void RequireForce(bool isForced)
    {
        if (!isForced)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, "Breaking a lock stops the run that holds it. Nothing was done. If that run is known to be dead, say so: 'migrations unlock --force'; otherwise its lease ends by itself.");
        }
    }

    // Going back without a target would mean all the way, which nobody says by accident here.
    private static void RequireTarget(PlanRequest request)
    {
        if (request.Direction == MigrationDirection.Down && request.To is null && request.Distance is null)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, "How far to roll back was not said. Nothing was done. Give '--distance 1' for the newest migration, '--to ID' to go back to one, or '--to base' for all.");
        }
    }
}
