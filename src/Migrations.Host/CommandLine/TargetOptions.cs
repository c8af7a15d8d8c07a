using Migrations.Engine.Planning;
using System.CommandLine;

namespace Migrations.Host.CommandLine;

// How far to go, which way, and under which conditions.
internal sealed class TargetOptions
{
    private readonly Option<string?> _tree = TreeNames.Option("Only this tree. Default: all.");
    private readonly Option<string?> _to = new("--to") { Description = "An id, a version, 'head', 'base', or one of these as 'tree@target' or 'tree/line@target'." };
    private readonly Option<int?> _distance = Ranges.Optional("--distance", 1, int.MaxValue, "How many migrations at most.");
    private readonly Option<string?> _via = new("--via") { Description = "The one-shot to take, by its name." };
    private readonly Option<string[]> _from = new("--from") { Description = "Where a database stands that nobody has initialised: 'base', 'tree@VERSION', also several. Must agree with the record if there is one.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<LatePolicy> _late = Choices.Option<LatePolicy>("--late", "error, fixOrder (roll back what came after and apply all in order) or runLate, for migrations older than the head that were never applied. Default: error.");
    private readonly Option<string[]> _option = new("--option") { Description = "NAME=VALUE of an option that a migration declares; also several.", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _force = new("--force") { Description = "Pass over preconditions that may be skipped, and on the way back from images over documents that were changed since; journaled." };

    private readonly Option<string[]> _acceptChanged = new("--accept-changed") { Description = "TREE@ID of a migration that did not come to its end and was changed since: it goes on with the changed code; also several. Journaled.", AllowMultipleArgumentsPerToken = true };

    private readonly Option<string[]> _acceptHalfDone = new("--accept-half-done") { Description = "TREE@ID of a free-form migration that was left half-way without a transaction: its body, or on the way back its Down, begins at its beginning on these data; also several. Journaled.", AllowMultipleArgumentsPerToken = true };

    public TargetOptions()
    {
        _option.Validators.Add(result =>
        {
            foreach (var text in Positions.Split([.. result.Tokens.Select(t => t.Value)]).Where(t => t.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--option takes NAME=VALUE, not '{text}'.");
            }
        });
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _tree, _to, _distance, _via, _from, _late, _option, _force, _acceptChanged, _acceptHalfDone })
        {
            command.Options.Add(option);
        }
    }

    public PlanRequest Read(ParseResult result, MigrationDirection direction) => new()
    {
        Direction = direction,
        Tree = result.GetValue(_tree),
        To = result.GetValue(_to),
        Distance = result.GetValue(_distance),
        Via = result.GetValue(_via),
        From = Positions.Split(result.GetValue(_from)),
        Late = result.GetValue(_late),
        Options = ReadOptions(result),
        IsForced = result.GetValue(_force),
        AcceptChanged = Positions.Split(result.GetValue(_acceptChanged)),
        AcceptHalfDone = Positions.Split(result.GetValue(_acceptHalfDone)),
    };

    private Dictionary<string, string> ReadOptions(ParseResult result)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in Positions.Split(result.GetValue(_option)))
        {
            var name = text[..text.IndexOf('=', StringComparison.Ordinal)].Trim();
            if (!options.TryAdd(name, text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..]))
            {
                throw new MigrationException(MigrationErrorCode.UsageInvalid, $"The option '{name}' was given twice. Nothing was done. Give it once.");
            }
        }

        return options;
    }
}
