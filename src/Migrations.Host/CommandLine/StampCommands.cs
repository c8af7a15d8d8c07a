using System.CommandLine;
using Migrations.Engine.Planning.Stamping;
using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Commands that record where a database stands: all of it once, or single trees.
internal static class StampCommands
{
    public static Command Init(DatabaseCommand commands) => commands.Create(CommandTable.Init, (session, values, cancellationToken) =>
        RunAsync(session, new StampRequest { At = values.List(OptionTable.InitAt), IsInitialisation = true, IsForced = values.Flag(OptionTable.StampForce) }, values, cancellationToken));

    public static Command Stamp(DatabaseCommand commands) => commands.Create(CommandTable.Stamp, (session, values, cancellationToken) =>
        RunAsync(session, new StampRequest { At = values.List(OptionTable.StampAt), IsForced = values.Flag(OptionTable.StampForce) }, values, cancellationToken));

    public static Command Accept(DatabaseCommand commands) => commands.Create(
        CommandTable.Accept,
        async (session, values, cancellationToken) =>
        {
            var request = new AcceptRequest(values.List(OptionTable.AcceptAt), values.OptionalWord<SettledAs>(OptionTable.As));
            if (ConsequenceOf(request) is { } consequence)
            {
                ConfirmOption.RequireOrAsk(values, session, consequence);
            }
            else
            {
                ConfirmOption.Require(values, session);
            }

            session.Reports.Accepted(await session.Engine.AcceptAsync(request, cancellationToken).ConfigureAwait(false));
            return ExitCode.Done;
        },
        RequireAccepted);

    private static void RequireAccepted(Values values)
    {
        if (values.List(OptionTable.AcceptAt).Count == 0)
        {
            throw new MigrationException(MigrationErrorCode.UsageInvalid, "It was not said what to accept. Nothing was done. Name the migration as 'verify' does: 'migrations accept TREE@ID'.");
        }
    }

    // Null if only a change is accepted.
    private static string? ConsequenceOf(AcceptRequest request) =>
        request.As is not null ? "This records half-done data as corrected."
        : request.Trees.Count > 0 ? $"This takes {string.Join(", ", request.Trees.Select(t => $"'{t}'"))} over from the plugin that owns it, which then cannot migrate it any more."
        : null;

    private static async Task<ExitCode> RunAsync(DatabaseSession session, StampRequest request, Values values, CancellationToken cancellationToken)
    {
        var isDryRun = values.Flag(OptionTable.StampDryRun);
        if (request.IsForced && !isDryRun)
        {
            ConfirmOption.RequireOrAsk(values, session, "This replaces the recorded position of the data, and forgets what is half done.");
        }
        else if (!isDryRun)
        {
            ConfirmOption.Require(values, session);
        }

        var plan = await session.Engine.StampAsync(request, isDryRun, cancellationToken).ConfigureAwait(false);
        session.Reports.Stamp(plan, session.Database, isDryRun);
        return ExitCode.Done;
    }
}
