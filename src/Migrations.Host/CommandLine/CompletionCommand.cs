using System.CommandLine;
using Migrations.Host.Completion;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal static class CompletionCommand
{
    public static Command Create(Func<ParseResult, HostConsole> console)
    {
        var command = new TableCommand(CommandTable.Completion);
        command.SetAction(result =>
        {
            var shell = new Values(result).Filled(OptionTable.Shell)
                ?? throw new MigrationException(MigrationErrorCode.UsageInvalid, $"It was not said for which shell. Nothing was printed. Name it: {OptionRow.Listing(OptionTable.Shell.Words)}, for example 'migrations completion bash'.");
            console(result).Reports.Script(CompletionScript.Read(shell));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
