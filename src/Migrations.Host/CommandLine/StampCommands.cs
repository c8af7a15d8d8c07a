using System.CommandLine;
using System.CommandLine.Parsing;
using Migrations.Engine.Stamping;
using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Saying where a database stands: as a whole once, or tree by tree.
internal static class StampCommands
{
    public static Command Init(DatabaseCommand commands) => commands.Create(CommandTable.Init, (scope, values, cancellationToken) =>
        RunAsync(scope, new StampRequest { At = values.List(OptionTable.InitAt), IsInitialisation = true, IsForced = values.Flag(OptionTable.StampForce) }, values, cancellationToken));

    public static Command Stamp(DatabaseCommand commands) => commands.Create(CommandTable.Stamp, (scope, values, cancellationToken) =>
        RunAsync(scope, new StampRequest { At = values.List(OptionTable.StampAt), IsForced = values.Flag(OptionTable.StampForce) }, values, cancellationToken));

    public static Command Accept(DatabaseCommand commands)
    {
        var command = commands.Create(CommandTable.Accept, async (scope, values, cancellationToken) =>
        {
            var outcome = values.OptionalWord<SettledAs>(OptionTable.As);
            if (outcome is not null)
            {
                ConfirmOption.RequireOrAsk(values, scope, "This says of half done data that they have been put right.");
            }

            scope.Reports.Accepted(await scope.Engine.AcceptAsync(new AcceptRequest(values.List(OptionTable.AcceptAt), outcome), cancellationToken).ConfigureAwait(false));
            return ExitCode.Done;
        });
        command.Validators.Add(result =>
        {
            if (!result.Children.Any(given => given.Tokens.Count > 0 && (given is ArgumentResult || given is OptionResult { Option.Name: var name } && name == OptionTable.AcceptAt.Option)))
            {
                result.AddError($"What is accepted was not said. Name it as 'verify' does: 'accept TREE@ID', or {OptionTable.AcceptAt.Option}.");
            }
        });
        return command;
    }

    private static async Task<ExitCode> RunAsync(CommandScope scope, StampRequest request, Values values, CancellationToken cancellationToken)
    {
        var isDryRun = values.Flag(OptionTable.StampDryRun);
        if (request.IsForced && !isDryRun)
        {
            ConfirmOption.RequireOrAsk(values, scope, "This replaces what is recorded of where the data stand, and forgets what is half done.");
        }

        var plan = await scope.Engine.StampAsync(request, isDryRun, cancellationToken).ConfigureAwait(false);
        scope.Reports.Stamp(plan, scope.Database, isDryRun);
        return ExitCode.Done;
    }
}
