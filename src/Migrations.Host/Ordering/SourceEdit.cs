using Migrations.Host.Sources;

namespace Migrations.Host.Ordering;

// A string literal to replace.
internal sealed record SourceEdit(string File, SourceText Old, string New)
{
    public static IReadOnlyList<SourceEdit> Of(OrderPlan plan)
    {
        var ids = plan.Renumberings.ToDictionary(r => (r.Migration.Tree, r.Migration.Id!.Text), r => r.NewId);
        var parents = plan.Reparentings.ToDictionary(r => r.Migration, r => r.NewParent);
        var edits = new List<SourceEdit>();
        foreach (var migration in plan.Unreleased)
        {
            Add(edits, migration.File, migration.Id, text => ids.GetValueOrDefault((migration.Tree, text)));
            Add(edits, migration.File, migration.Parent, text => parents.GetValueOrDefault(migration) ?? Renamed(text, migration.Tree, ids));
            Add(edits, migration.File, migration.To, text => Renamed(text, migration.Tree, ids));
            foreach (var need in migration.DependsOn)
            {
                // tree@id or tree/line@id
                Add(edits, migration.File, need, text => text.Contains('@', StringComparison.Ordinal) ? Renamed(text, text.Split('@')[0].Split('/')[0], ids) : null);
            }
        }

        return edits;
    }

    public static string Apply(string text, IEnumerable<SourceEdit> edits)
    {
        foreach (var edit in edits.OrderByDescending(e => e.Old.Start))
        {
            text = string.Concat(text.AsSpan(0, edit.Old.Start), edit.New, text.AsSpan(edit.Old.Start + edit.Old.Text.Length));
        }

        return text;
    }

    private static void Add(List<SourceEdit> edits, string file, SourceText? old, Func<string, string?> change)
    {
        if (old is not null && change(old.Text) is { } text && text != old.Text)
        {
            edits.Add(new SourceEdit(file, old, text));
        }
    }

    private static string? Renamed(string name, string tree, Dictionary<(string Tree, string Text), string> ids)
    {
        var place = name.IndexOf('@', StringComparison.Ordinal) + 1;
        return ids.TryGetValue((tree, name[place..]), out var id) ? name[..place] + id : null;
    }
}
