namespace Migrations.Host.Ordering;

// What was changed, or would be, for text and JSON.
internal sealed record OrderChanges(IReadOnlyList<RenamedMigration> Renamed, IReadOnlyList<ChangedParent> Parents, bool IsDryRun)
{
    // The full paths of the changed files, by their new names.
    public IReadOnlyList<string> Updated { get; private init; } = [];

    public static OrderChanges Of(string root, OrderPlan plan, bool isDryRun)
    {
        var changes = Of(plan, isDryRun);
        var names = changes.Renamed.DistinctBy(r => r.File).ToDictionary(r => r.File, r => r.NewFile, StringComparer.Ordinal);
        return isDryRun ? changes : changes with { Updated = [.. SourceEdit.Of(plan).Select(e => Path.Combine(root, names.GetValueOrDefault(e.File, e.File))).Distinct(StringComparer.Ordinal)] };
    }

    private static OrderChanges Of(OrderPlan plan, bool isDryRun) => new(
        [.. plan.Renumberings.Select(r => new RenamedMigration(r.Migration.Tree, r.Migration.Id!.Text, r.NewId, r.Migration.File, NewFile(r)))],
        [.. plan.Reparentings.Select(r => new ChangedParent(r.Migration.File, r.Migration.Parent!.Text, r.NewParent))],
        isDryRun);

    public IEnumerable<string> Lines()
    {
        foreach (var renamed in Renamed)
        {
            var (from, to) = renamed.File == renamed.NewFile ? ($"{renamed.Id} in {renamed.File}", renamed.NewId) : (renamed.File, renamed.NewFile);
            yield return IsDryRun ? $"Would rename {from} to {to}." : $"Renamed {from} to {to}.";
        }

        foreach (var parent in Parents)
        {
            yield return $"{(IsDryRun ? "Would change" : "Changed")} the parent of {parent.File} from {parent.Old} to {parent.New}.";
        }

        if (Renamed.Count == 0)
        {
            yield return "No migration to renumber.";
        }
    }

    // The file's name does not matter, but one that begins with the old id would be misleading.
    private static string NewFile(Renumbering renumbering)
    {
        var (file, id) = (renumbering.Migration.File, renumbering.Migration.Id!.Text);
        var name = Path.GetFileName(file);
        var rest = name.StartsWith(id, StringComparison.Ordinal) ? name[id.Length..] : null;
        return rest is null || char.IsAsciiDigit(rest.FirstOrDefault()) ? file : Path.Combine(Path.GetDirectoryName(file)!, renumbering.NewId + rest);
    }
}

internal sealed record RenamedMigration(string Tree, string Id, string NewId, string File, string NewFile);

internal sealed record ChangedParent(string File, string Old, string New);
