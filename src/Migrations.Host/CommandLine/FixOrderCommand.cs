using System.CommandLine;
using Migrations.Host.Ordering;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal static class FixOrderCommand
{
    public static Command Create(SharedOptions shared, Func<ParseResult, HostConsole> console)
    {
        var directory = SourceOptions.NewDirectory();
        var reference = new Option<string?>("--base") { Description = $"The branch, tag or commit whose migrations are released. Default: {OrderFix.DefaultReference}." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be renamed, and change nothing. Ends with 2 when something would." };
        var command = new Command("fix-order", "Renumbers unreleased migrations that are older than the newest released one of their line.") { directory, reference, dryRun };
        shared.AddOutputTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var isDryRun = result.GetValue(dryRun);
            var changes = await OrderFix.RunAsync(result.GetValue(directory)!, SourceOptions.Given(result.GetValue(reference)) ?? OrderFix.DefaultReference, isDryRun, cancellationToken).ConfigureAwait(false);
            console(result).Reports.Reordered(changes);
            return (int)(isDryRun && changes.Renamed.Count > 0 ? ExitCode.Pending : ExitCode.Done);
        });
        return command;
    }
}
