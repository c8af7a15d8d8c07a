using System.CommandLine;
using System.Text;
using System.Text.RegularExpressions;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal static partial class HostCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (output, errors) = (new StandardWriter(Console.Out, new StringBuilder()), new StandardWriter(Console.Error));
        // A migration that writes to the console must neither mix with the result nor fail because of it.
        Console.SetOut(errors);
        Console.SetError(errors);
        HostConsole? console = null;
        HostConsole ConsoleOf(ParseResult result) => console ??= CreateConsole(output, errors, new Values(result));
        using var cancellation = new Cancellation(() => console?.Progress.Stopping());
        var code = await RunAsync(args, ConsoleOf, output, cancellation).ConfigureAwait(false);
        await Console.Out.FlushAsync().ConfigureAwait(false);
        return output.Fault is { } fault ? (int)console!.Unwritten(fault, output.Kept, (ExitCode)code) : code;
    }

    private static async Task<int> RunAsync(string[] args, Func<ParseResult, HostConsole> consoleOf, StandardWriter output, Cancellation cancellation)
    {
        var root = RootCommandFactory.Create(consoleOf);
        // Response files are off: their content could end up in messages, so an argument that starts with @ is just an argument.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var screen = consoleOf(parsed);
        // A shell that completes a command line asks with it as the only word.
        if (parsed.Errors.Count > 0 && root.Directives.All(directive => parsed.GetResult(directive) is null))
        {
            return Report(screen, UsageFault(parsed), ExitCode.Usage);
        }

        if (new Values(parsed).Flag(OptionTable.CancelOnStdinEof))
        {
            cancellation.WatchStandardInput();
        }

        return await InvokeAsync(parsed, output, screen, cancellation.Token).ConfigureAwait(false);
    }

    private static HostConsole CreateConsole(TextWriter output, TextWriter errors, Values values)
    {
        var isJson = DatabaseOptionsReader.IsJson(values);
        if (isJson)
        {
            var lines = new JsonLines(errors);
            Console.SetOut(lines);
            Console.SetError(lines);
        }

        return new HostConsole(output, errors, isJson, DatabaseOptionsReader.ProjectFolder(values));
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, TextWriter output, HostConsole console, CancellationToken cancellationToken)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output }, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.Progress.End();
            console.Note("Cancelled. What is finished stays finished; 'migrations status' says how to continue.");
            return (int)ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // The edge of the process: an unexpected error is shown with its stack, exit code 1.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var (failure, exitCode) = CommandFailure.Of(e, cancellationToken);
            return Report(console, failure, exitCode);
        }
    }

    private static int Report(HostConsole console, MigrationException failure, ExitCode exitCode)
    {
        console.Failed(failure, (int)exitCode);
        return (int)exitCode;
    }

    private static MigrationException UsageFault(ParseResult parsed)
    {
        var text = SecretFault(parsed) ?? string.Join(" ", parsed.Errors.Select(e => InternalName().Replace(e.Message, "").ReplaceLineEndings(" ")).Distinct(StringComparer.Ordinal)) + Questions(parsed);
        var name = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        return new MigrationException(MigrationErrorCode.UsageInvalid, $"{text} Nothing was done. 'migrations {name}--help' shows what it takes.");
    }

    // The parser names the .NET type, which means nothing to a user.
    [GeneratedRegex(" as expected type '[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex InternalName();

    // Suggests what was meant by an unknown command or option; appended to the parser's own text.
    private static string Questions(ParseResult parsed) => string.Concat(parsed.UnmatchedTokens.Select(word => Question(parsed.CommandResult.Command, word)).Distinct(StringComparer.Ordinal));

    // Explains why a connection string is refused, without repeating it. Null if none was given.
    private static string? SecretFault(ParseResult parsed) => parsed.UnmatchedTokens.Any(word => word.StartsWith(OptionTable.Connection.Option, StringComparison.OrdinalIgnoreCase))
        ? $"A connection string is not an option: it may contain a password, and everybody on the machine can read a command line. Set the environment variable {HostContract.ConnectionVariable}."
        : null;

    private static string Question(Command command, string word)
    {
        var name = word.Split('=', ':')[0];
        return name.StartsWith('-')
            ? Spelling.Question(name.TrimStart('-'), command.Options.Select(option => option.Name.TrimStart('-')), "--")
            : command.Subcommands.Count > 0 ? Spelling.Question(name, command.Subcommands.Select(subcommand => subcommand.Name)) : "";
    }
}
