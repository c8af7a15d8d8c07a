using Migrations.Engine.Planning;
using Migrations.Host.Execution;
using Migrations.Host.Plans;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// How far to go, which way, and under which conditions.
internal static class TargetOptions
{
    private static readonly OptionRow[] Rows =
    [
        OptionTable.Tree, OptionTable.To, OptionTable.Distance, OptionTable.Via, OptionTable.From, OptionTable.Late, OptionTable.Option, OptionTable.Force, OptionTable.AcceptChanged, OptionTable.AcceptHalfDone,
    ];

    public static PlanRequest Read(Values values, MigrationDirection direction) => new()
    {
        Direction = direction,
        Tree = values.Text(OptionTable.Tree),
        To = values.Text(OptionTable.To),
        Distance = values.OptionalNumber(OptionTable.Distance),
        Via = values.Text(OptionTable.Via),
        From = values.List(OptionTable.From),
        Late = values.Word<LatePolicy>(OptionTable.Late),
        Options = ReadOptions(values),
        IsForced = values.Flag(OptionTable.Force),
        AcceptChanged = values.List(OptionTable.AcceptChanged),
        AcceptHalfDone = values.List(OptionTable.AcceptHalfDone),
    };

    // Those of the plan file that was named, or else of the options.
    public static async Task<PlanRequest> ReadAsync(Values values, MigrationDirection direction, DatabaseSession session, CancellationToken cancellationToken)
    {
        if (values.Filled(OptionTable.Reviewed) is not { } path)
        {
            return Read(values, direction);
        }

        return Rows.FirstOrDefault(values.IsGiven) is { } twice
            ? throw new MigrationException(MigrationErrorCode.UsageInvalid, $"{twice.Option} was given together with {OptionTable.Reviewed.Option}, but the plan file says it already. Nothing was done. Leave {twice.Option} out, or make another plan with it.")
            : await StoredPlan.ReadAsync(path, values.Text(OptionTable.StatePrefix)!, session, direction, cancellationToken).ConfigureAwait(false);
    }

    private static Dictionary<string, string> ReadOptions(Values values)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in values.List(OptionTable.Option))
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
