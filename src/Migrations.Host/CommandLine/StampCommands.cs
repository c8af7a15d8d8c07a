using System.CommandLine;
using Migrations.Engine.Planning.Stamping;
using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Saying where a database stands: as a whole once, or tree by tree.
internal static class StampCommands
{
    // It is held for a moment only, and a start command of several machines at once is what it is for.
    private const int InitWait = 60;

    public static Command Init(DatabaseCommand commands)
    {
        var at = new Option<string[]>("--at")
        {
            Description = "Where the data stand: 'base' or 'head' for all trees, 'tree@target' for one, also several times or separated by ';'. Not needed for an empty database.",
            AllowMultipleArgumentsPerToken = true,
        };
        var options = new StampOptions(InitWait);
        var command = commands.Create("init", "Records where a database stands, once, before anything is migrated.", (scope, result, cancellationToken) =>
            RunAsync(scope, new StampRequest { At = Positions.Split(result.GetValue(at)), IsInitialisation = true, IsForced = options.IsForced(result) }, options, result, cancellationToken), options.Read);
        command.Options.Add(at);
        options.AddTo(command);
        return command;
    }

    public static Command Stamp(DatabaseCommand commands)
    {
        var targets = new Argument<string[]>("targets") { Description = "Where trees stand: 'tree@id', 'tree/line@version', 'tree@head', 'tree@base'. Default: what the application declares.", Arity = ArgumentArity.ZeroOrMore };
        var at = new Option<string[]>("--at") { Description = "The same as an option.", AllowMultipleArgumentsPerToken = true };
        var options = new StampOptions();
        var command = commands.Create("stamp", "Records where single trees stand, without running anything, all in one write.", (scope, result, cancellationToken) =>
            RunAsync(scope, new StampRequest { At = [.. Positions.Split(result.GetValue(targets)), .. Positions.Split(result.GetValue(at))], IsForced = options.IsForced(result) }, options, result, cancellationToken), options.Read);
        command.Arguments.Add(targets);
        command.Options.Add(at);
        options.AddTo(command);
        return command;
    }

    public static Command Accept(DatabaseCommand commands)
    {
        var migrations = new Argument<string[]>("migrations") { Description = "TREE@ID of the migrations, as 'verify' names them; or TREE, to take a tree over from another plugin (MIG1425).", Arity = ArgumentArity.OneOrMore };
        var outcome = Choices.Optional<SettledAs>("--as", "applied or notApplied, for migrations that did not come to their end and whose data you have put right by hand: how the data are now.");
        var (confirm, wait) = (new ConfirmOption(), new LockWaitOptions());
        var command = commands.Create("accept", "Accepts what somebody has looked at: the change of an applied migration (a renamed class, say), with --as the data of a half done one, or that a tree belongs to this plugin now. Journaled; runs nothing.", async (scope, result, cancellationToken) =>
        {
            var request = new AcceptRequest([.. Positions.Split(result.GetValue(migrations))], result.GetValue(outcome));
            if (ConsequenceOf(request) is { } consequence)
            {
                confirm.RequireOrAsk(result, scope, consequence);
            }
            else
            {
                confirm.Require(result, scope);
            }

            scope.Reports.Accepted(await scope.Engine.AcceptAsync(request, cancellationToken).ConfigureAwait(false));
            return ExitCode.Done;
        }, wait.Read);
        command.Arguments.Add(migrations);
        command.Options.Add(outcome);
        confirm.AddTo(command);
        wait.AddTo(command);
        return command;
    }

    // Null where no more is said than that a change is known.
    private static string? ConsequenceOf(AcceptRequest request) =>
        request.As is not null ? "This says of half done data that they have been put right."
        : request.Trees.Count > 0 ? $"This takes {string.Join(", ", request.Trees.Select(t => $"'{t}'"))} over from the plugin that owns it, which cannot migrate it any more."
        : null;

    private static async Task<ExitCode> RunAsync(CommandScope scope, StampRequest request, StampOptions options, ParseResult result, CancellationToken cancellationToken)
    {
        var isDryRun = options.IsDryRun(result);
        if (request.IsForced && !isDryRun)
        {
            options.Confirm.RequireOrAsk(result, scope, "This replaces what is recorded of where the data stand, and forgets what is half done.");
        }
        else if (!isDryRun)
        {
            options.Confirm.Require(result, scope);
        }

        var plan = await scope.Engine.StampAsync(request, isDryRun, cancellationToken).ConfigureAwait(false);
        scope.Reports.Stamp(plan, scope.Database, isDryRun);
        return ExitCode.Done;
    }

    private sealed class StampOptions(int wait = 0)
    {
        private readonly LockWaitOptions _wait = new(wait);
        private readonly Option<bool> _force = new("--force") { Description = "Replace what is recorded already; journaled." };
        private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be stored, and store nothing." };

        public void AddTo(Command command)
        {
            command.Options.Add(_force);
            command.Options.Add(_dryRun);
            Confirm.AddTo(command);
            _wait.AddTo(command);
        }

        public ConfirmOption Confirm { get; } = new();

        public HostSettings Read(ParseResult result, HostSettings settings) => _wait.Read(result, settings);

        public bool IsForced(ParseResult result) => result.GetValue(_force);

        public bool IsDryRun(ParseResult result) => result.GetValue(_dryRun);
    }
}
