using System.CommandLine;
using Migrations.Engine.Planning;

namespace Migrations.Host.CommandLine;

// How far to go: --tree, --to, --distance.
internal sealed class TargetOptions
{
    private readonly Option<string?> _tree = new("--tree") { Description = "Only this tree. Default: all." };
    private readonly Option<string?> _to = new("--to") { Description = "An id, a version, 'head', 'base', or 'tree@target'." };
    private readonly Option<int?> _distance = new("--distance") { Description = "How many migrations at most." };

    public void AddTo(Command command)
    {
        command.Options.Add(_tree);
        command.Options.Add(_to);
        command.Options.Add(_distance);
        _distance.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && int.TryParse(result.Tokens[0].Value, out var distance) && distance < 1)
            {
                result.AddError("--distance takes a number from 1.");
            }
        });
    }

    public PlanRequest Read(ParseResult result, MigrationDirection direction) => new()
    {
        Direction = direction,
        Tree = result.GetValue(_tree),
        To = result.GetValue(_to),
        Distance = result.GetValue(_distance),
    };
}
