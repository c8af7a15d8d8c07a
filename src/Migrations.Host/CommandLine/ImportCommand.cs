using System.CommandLine;
using Migrations.Engine.Importing;
using Migrations.Host.Importing;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Takes over the history that another tool has written.
internal static class ImportCommand
{
    public static Command Create(DatabaseCommand commands) => commands.Create(
        CommandTable.Import,
        async (session, values, cancellationToken) =>
        {
            var isDryRun = values.Flag(OptionTable.ImportDryRun);
            if (!isDryRun)
            {
                ConfirmOption.Require(values, session);
            }

            var plan = await session.Engine.ImportAsync(await ReadAsync(values, cancellationToken).ConfigureAwait(false), isDryRun, cancellationToken).ConfigureAwait(false);
            session.Reports.Imported(plan, session.Database, isDryRun);
            return ExitCode.Done;
        },
        RequireTool);

    private static async Task<ImportRequest> ReadAsync(Values values, CancellationToken cancellationToken) => new()
    {
        From = Enum.Parse<ForeignTool>(values.Text(OptionTable.ImportFrom)!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        Log = values.Filled(OptionTable.ImportLog),
        Map = values.Filled(OptionTable.ImportMap) is { } map ? await MapFile.ReadAsync(map, cancellationToken).ConfigureAwait(false) : new Dictionary<string, string>(),
        Ignored = values.List(OptionTable.ImportIgnore),
    };

    private static void RequireTool(Values values)
    {
        if (string.IsNullOrEmpty(values.Text(OptionTable.ImportFrom)))
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, $"It was not said whose log to import. Nothing was done. Name the tool: '--from {string.Join("', '--from ", OptionTable.ImportFrom.Words)}'.");
        }
    }
}
