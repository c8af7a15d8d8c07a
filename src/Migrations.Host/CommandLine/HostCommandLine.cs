using System.CommandLine;
using System.Text.RegularExpressions;
using Migrations.Host.Execution;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal static partial class HostCommandLine
{
    public static async Task<int> RunAsync(string[] args)
    {
        var (output, errors) = (Console.Out, Console.Error);
        // A migration that writes to the console must not soil the result.
        Console.SetOut(errors);
        var shared = new SharedOptions();
        using var cancellation = new Cancellation();
        HostConsole CreateConsole(ParseResult result) => new(output, errors, shared.IsJson(result), shared.Read(result).ProjectDirectory);
        var root = RootCommandFactory.Create(shared, CreateConsole);
        // What stands in a file is not ours to read into messages: an argument is what it is, also with an @ in front.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            return ReportUsage(parsed, shared, output, errors);
        }

        if (shared.WatchesStandardInput(parsed))
        {
            cancellation.WatchStandardInput();
        }

        return await InvokeAsync(parsed, output, () => CreateConsole(parsed), cancellation.Token).ConfigureAwait(false);
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, TextWriter output, Func<HostConsole> console, CancellationToken cancellationToken)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output }, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e)
        {
            return Report(console(), e, ExitCodes.Of(e.Code));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console().Note("Cancelled. What is finished stays finished; 'migrations status' says how to go on.");
            return (int)ExitCode.Cancelled;
        }
#pragma warning disable CA1031 // The edge of the process: what nobody foresaw is shown whole, with its stack, and ends with exit code 1.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Report(console(), new MigrationException(MigrationErrorCode.Unexpected, $"A fault of the tool itself: {e}"), ExitCode.Failed);
        }
    }

    private static int Report(HostConsole console, MigrationException failure, ExitCode exitCode)
    {
        console.Reports.Failed(failure, (int)exitCode);
        return (int)exitCode;
    }

    private static int ReportUsage(ParseResult parsed, SharedOptions shared, TextWriter output, TextWriter errors)
    {
        var text = string.Join(" ", parsed.Errors.Select(e => InternalName().Replace(e.Message, "").ReplaceLineEndings(" ")));
        var console = new HostConsole(output, errors, parsed.Errors.All(e => !e.Message.Contains("--output", StringComparison.Ordinal)) && shared.IsJson(parsed), null);
        var name = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        return Report(console, new MigrationException(MigrationErrorCode.UsageInvalid, $"{text} Nothing was done. 'migrations {name}--help' shows what it takes."), ExitCode.Usage);
    }

    // The parser names the type of our code, which says nothing to a user.
    [GeneratedRegex(" as expected type '[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex InternalName();
}
