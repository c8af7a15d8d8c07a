using Migrations.Engine.Planning;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// How far to go, which way, and under which conditions.
internal static class TargetOptions
{
    public static IReadOnlyList<OptionRow> Rows { get; } =
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
