using System.CommandLine;
using Migrations.Host.Bundles;
using Migrations.Host.Output;
using Migrations.Host.Plugins;
using Migrations.Host.Projects;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal static class BundleCommand
{
    public static Command Create(Func<ParseResult, HostConsole> console)
    {
        var command = new TableCommand(CommandTable.Bundle);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (screen, values) = (console(result), new Values(result));
            RequireInstalled();
            var here = Directory.GetCurrentDirectory();
            var path = values.Filled(OptionTable.BundleOut) is { } file ? Path.GetFullPath(file, here) : null;
            var request = new BundleRequest(DatabaseOptionsReader.Project(values), values.Filled(OptionTable.Runtime), path);
            var project = ProjectSearch.Find(here, request.Project.Project);
            screen.Reports.Created(await BundleBuild.RunAsync(project, request, screen.Note, cancellationToken).ConfigureAwait(false));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static void RequireInstalled()
    {
        if (BundledPlugin.Current is { } bundled)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"This program is itself the bundle of the plugin '{bundled.Name}', and cannot make one. Nothing was done. Use the installed command: 'dotnet tool install Migrations.Tool'.");
        }
    }
}
