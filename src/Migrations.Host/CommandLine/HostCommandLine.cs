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
        // A migration that writes to the console must not soil the result, nor fail for it.
        Console.SetOut(errors);
        Console.SetError(errors);
        var shared = new SharedOptions();
        HostConsole? console = null;
        HostConsole ConsoleOf(ParseResult result) => console ??= new HostConsole(output, errors, shared.IsJson(result), shared.ProjectDirectory(result));
        using var cancellation = new Cancellation(() => console?.Progress.Stopping());
        var code = await RunAsync(args, shared, ConsoleOf, output, cancellation).ConfigureAwait(false);
        return output.Fault is { } fault ? (int)console!.Unwritten(fault, output.Kept, (ExitCode)code) : code;
    }

    private static async Task<int> RunAsync(string[] args, SharedOptions shared, Func<ParseResult, HostConsole> consoleOf, StandardWriter output, Cancellation cancellation)
    {
        var root = RootCommandFactory.Create(shared, consoleOf);
        // What stands in a file is not ours to read into messages: an argument is what it is, also with an @ in front.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var screen = consoleOf(parsed);
        if (parsed.Errors.Count > 0)
        {
            return Report(screen, UsageFault(parsed), ExitCode.Usage);
        }

        if (shared.WatchesStandardInput(parsed))
        {
            cancellation.WatchStandardInput();
        }

        return await InvokeAsync(parsed, output, screen, cancellation.Token).ConfigureAwait(false);
    }

    private static async Task<int> InvokeAsync(ParseResult parsed, TextWriter output, HostConsole console, CancellationToken cancellationToken)
    {
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output }, cancellationToken).ConfigureAwait(false);
        }
        catch (MigrationException e)
        {
            return Report(console, e, ExitCodes.Of(e.Code));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            console.Progress.End();
            console.Note("Cancelled. What is finished stays finished; 'migrations status' says how to go on.");
            return (int)ExitCode.Cancelled;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Report(console, new MigrationException(MigrationErrorCode.FileUnusable, $"{e.Message.TrimEnd('.')}. The command stopped there. Name another file or folder, or get the right to this one.", e), ExitCodes.Of(MigrationErrorCode.FileUnusable));
        }
#pragma warning disable CA1031 // The edge of the process: what nobody foresaw is shown whole, with its stack, and ends with exit code 1.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Report(console, new MigrationException(MigrationErrorCode.Unexpected, $"A fault of the tool itself: {e}"), ExitCode.Failed);
        }
    }

    private static int Report(HostConsole console, MigrationException failure, ExitCode exitCode)
    {
        console.Failed(failure, (int)exitCode);
        return (int)exitCode;
    }

    private static MigrationException UsageFault(ParseResult parsed)
    {
        var text = string.Join(" ", parsed.Errors.Select(e => InternalName().Replace(e.Message, "").ReplaceLineEndings(" ")).Distinct(StringComparer.Ordinal));
        var name = parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ";
        return new MigrationException(MigrationErrorCode.UsageInvalid, $"{text} Nothing was done. 'migrations {name}--help' shows what it takes.");
    }

    // The parser names the type of our code, which says nothing to a user.
    [GeneratedRegex(" as expected type '[^']*'", RegexOptions.CultureInvariant)]
    private static partial Regex InternalName();
}
