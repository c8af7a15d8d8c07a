using System.Globalization;
using Migrations.Engine.Model;
using Migrations.Engine.Storage;

namespace Migrations.Host.Output;

// The graph as lines of text. A line of a revision stays one line, whatever its title holds.
internal static class GraphText
{
    private const string Base = "<base>";

    public static IEnumerable<string> Trees(IEnumerable<RevisionTree> trees, bool oneShots) => oneShots
        ? trees.SelectMany(t => t.OneShots.Select(o => $"{t.Name}/{o.Name} ({o.From?.Id ?? Base} -> {o.To.Id}), {SafeText.OneLine(o.Migration.Identity.Title)}"))
        : trees.SelectMany(t => t.Lines.Select(l => "  " + LineText(t, l)).Prepend(string.IsNullOrEmpty(t.Declaration?.Description) ? t.Name : $"{t.Name}: {SafeText.OneLine(t.Declaration.Description)}"));

    public static IEnumerable<string> History(HistoryReport report, Func<MigrationDescriptor, string> place)
    {
        foreach (var tree in report.Trees)
        {
            foreach (var step in tree.Steps)
            {
                yield return Line(step);
                foreach (var detail in report.IsDetailed ? Details(step, place) : [])
                {
                    yield return "  " + detail;
                }
            }

            if (tree.Head is { } head && !tree.Steps.Any(s => s.IsCurrent || s.IsOneShot))
            {
                yield return head.Length == 0 ? $"{Base} ({tree.Name}) (current)" : $"{head} ({tree.Name}) (current), which the plugin does not have";
            }
        }
    }

    public static string Line(HistoryStep step)
    {
        var names = step.IsOneShot ? $"{Position(step.From)} -> {Position(step.To)}" : Position(step.To);
        var marks = string.Concat(step.Marks.Select(m => $" ({m})"));
        return $"{step.From?.Id ?? Base} -> {step.To.Id} ({step.Migration.Tree}{(names.Length == 0 ? "" : $", {names}")}){marks}, {SafeText.OneLine(step.Migration.Identity.Title)}";
    }

    public static IEnumerable<string> Declared(MigrationDescriptor migration)
    {
        yield return WayBack.Declared(migration);
        if (migration.DependsOn.Count > 0)
        {
            yield return $"depends on: {string.Join(", ", migration.DependsOn)}";
        }

        foreach (var option in migration.Options)
        {
            yield return $"option {option.Name}{(option.Values.Length == 0 ? "" : $"={string.Join('|', option.Values)}")}{(option.Required ? ", required" : "")}{(option.Default is { } value ? $", default {value}" : "")}{Remark(option.Description)}";
        }

        foreach (var precondition in migration.Preconditions)
        {
            yield return $"precondition{(precondition.IsSkippable ? ", skippable" : "")}{Remark(precondition.Description)}";
        }
    }

    private static IEnumerable<string> Details(HistoryStep step, Func<MigrationDescriptor, string> place)
    {
        yield return $"file: {place(step.Migration)}";
        if (step.IsOneShot)
        {
            yield return $"id: {step.Migration.Id}";
        }

        if (step.To.Version is { } version)
        {
            yield return $"version: {version}";
        }

        foreach (var text in Declared(step.Migration))
        {
            yield return text;
        }

        yield return $"state: {(step.Status is { } status ? SafeText.OneLine(StateText.Of(status)) : "unknown")}{Moment(step.Status?.Record)}";
        foreach (var text in Run(step.Entry))
        {
            yield return text;
        }
    }

    private static string Moment(AppliedMigration? record) => record is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {record.Finished ?? record.Started:yyyy-MM-dd HH:mm:ss} UTC by {record.By}@{record.Host}");

    private static IEnumerable<string> Run(JournalEntry? entry)
    {
        if (entry is null)
        {
            return [];
        }

        var how = entry.Transaction == true ? "in transactions" : "without transactions";
        var changed = entry.Modified + (entry.Inserted ?? 0) + (entry.Deleted ?? 0) > 0 ? CountText.Of(entry) + ", " : "";
        var took = string.Create(CultureInfo.InvariantCulture, $"{entry.Event}: {entry.Duration?.TotalSeconds ?? 0:0.00} s, {changed}{how}, {entry.Product}, {(entry.Plugin.Length > 0 ? $"{entry.Plugin}, " : "")}server {entry.Server}");
        return entry.Actions.Select(a => $"- {SafeText.OneLine(a)}").Prepend(took);
    }

    private static string LineText(RevisionTree tree, string? line)
    {
        var head = tree.Head(line)!;
        var count = tree.Revisions.Count(r => r.Line == line);
        var isDefault = line is not null && tree.Declaration?.DefaultLine == line;
        return string.Create(CultureInfo.InvariantCulture, $"{(line is null ? "" : line + (isDefault ? " (default): " : ": "))}{count} revision{(count == 1 ? "" : "s")}, head {head.Id}{(head.Version is null ? "" : " " + head.Version)}");
    }

    private static string Position(Revision? revision) => revision is null ? Base : string.Join(' ', new[] { revision.Line, revision.Version }.Where(t => t is not null));

    private static string Remark(string text) => text.Length == 0 ? "" : $": {SafeText.OneLine(text)}";
}
