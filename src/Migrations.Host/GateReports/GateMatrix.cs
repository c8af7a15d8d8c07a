using System.Globalization;
using Migrations.Engine.Reporting;

namespace Migrations.Host.GateReports;

// Where a tree of a database stands, in texts.
internal sealed record GateTree(string Name, string Place, int Pending, GateTreeState State)
{
    public string Text => State switch
    {
        GateTreeState.Uninitialised => "not initialised",
        GateTreeState.Faulty => $"{Place}, faulty",
        GateTreeState.Unfinished => $"{Place}, unfinished",
        GateTreeState.Pending => string.Create(CultureInfo.InvariantCulture, $"{Place}, {Pending} pending"),
        _ => Place,
    };

    public static IReadOnlyList<GateTree> Of(StatusReport report) => [.. report.Trees.Select(tree => Of(report, tree))];

    private static GateTree Of(StatusReport report, TreeStatus tree)
    {
        var place = string.Join(' ', new[] { tree.Line, tree.Version ?? tree.Head ?? (tree.IsUnknown ? "unknown" : "base") }.OfType<string>());
        var pending = tree.Migrations.Count(m => m.IsPending);
        var state = !report.IsInitialised ? GateTreeState.Uninitialised
            : tree.Migrations.Any(m => m.Record is { IsUnfinished: true }) ? GateTreeState.Unfinished
            : report.Findings.Any(f => !f.IsWarning && f.Migration?.Tree == tree.Name) || tree.Migrations.Any(m => m.Migration is null) ? GateTreeState.Faulty
            : pending > 0 ? GateTreeState.Pending
            : GateTreeState.Current;
        return new GateTree(tree.Name, place, pending, state);
    }
}

internal enum GateTreeState
{
    Current,
    Pending,
    Uninitialised,
    Unfinished,
    Faulty,
}

// Trees across, databases down. A database that could not be read has no trees, but a text that says why.
internal sealed record GateMatrix(IReadOnlyList<string> Trees, IReadOnlyList<GateMatrixRow> Rows)
{
    public static GateMatrix Of(IEnumerable<(string Database, IReadOnlyList<GateTree> Trees, string Text)> databases)
    {
        var rows = databases.Select(d => new GateMatrixRow(d.Database, d.Trees.ToDictionary(t => t.Name, StringComparer.Ordinal), d.Text)).ToList();
        return new GateMatrix([.. rows.SelectMany(r => r.Trees.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], rows);
    }
}

internal sealed record GateMatrixRow(string Database, IReadOnlyDictionary<string, GateTree> Trees, string Text);
