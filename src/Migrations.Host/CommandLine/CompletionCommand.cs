using System.CommandLine;
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
            console(result).Reports.Script(ReadScript(shell));
            return (int)ExitCode.Done;
        });
        return command;
    }

    // The script that teaches a shell to complete the command. It asks the command itself, so it never needs to be updated.
    private static string ReadScript(string shell)
    {
        using var stream = typeof(CompletionCommand).Assembly.GetManifestResourceStream(NameOf(shell))!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static string NameOf(string shell) => shell.ToUpperInvariant() switch
    {
        "BASH" => "migrations.bash",
        "ZSH" => "migrations.zsh",
        _ => "migrations.ps1",
    };
}
