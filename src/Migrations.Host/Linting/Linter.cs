using Migrations.Engine.Model;
using Migrations.Host.Ordering;

namespace Migrations.Host.Linting;

// Reads what is released from git, compares, and keeps the lock file up to date.
internal static class Linter
{
    // The base is null if none was named: then it is looked for, and does without.
    public static async Task<LintReport> RunAsync(RevisionGraph graph, string directory, string? reference, string otherwise, bool isLocked, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetFullPath(directory), LockFile.Name);
        var (released, note) = await ReadReleasedAsync(directory, reference, otherwise, cancellationToken).ConfigureAwait(false);
        var findings = LintRules.Find(graph, released).ToList();
        var (kept, present) = ((await LockFile.ReadAsync(path, cancellationToken).ConfigureAwait(false))?.ToText(), LockFile.Of(graph).ToText());
        if (kept == present)
        {
            return new LintReport(findings, note, null, IsNew: false);
        }

        if (isLocked)
        {
            findings.Add(new Finding(MigrationErrorCode.LockFileOutdated, null, $"The lock file '{path}' {(kept is null ? "does not exist" : "does not fit the plugin")}: it was not checked in with the migrations. What is released cannot be told from it. Build the project, and check the file in."));
            return new LintReport(findings, note, null, IsNew: false);
        }

        await File.WriteAllTextAsync(path, present, cancellationToken).ConfigureAwait(false);
        return new LintReport(findings, note, path, IsNew: kept is null);
    }

    private static async Task<(LockFile? Released, string? Note)> ReadReleasedAsync(string directory, string? reference, string otherwise, CancellationToken cancellationToken)
    {
        try
        {
            var text = await GitReference.ReadFileAsync(Path.GetFullPath(directory), reference ?? otherwise, LockFile.Name, cancellationToken).ConfigureAwait(false);
            return text is null && await GitReference.FindGoneAsync(Path.GetFullPath(directory), reference ?? otherwise, LockFile.Name, cancellationToken).ConfigureAwait(false) is [var moved, ..]
                ? throw new MigrationException(MigrationErrorCode.LockFileOutdated, $"'{reference ?? otherwise}' has {moved}, which is not there any more, and no {LockFile.Name} for this project: the project was moved, or the file was deleted. What is released cannot be told, so nothing was compared. Move the project with its lock file in a commit of its own, which changes no migration, and merge that first.")
                : text is null ? (null, $"'{reference ?? otherwise}' has no {LockFile.Name} yet, so nothing was compared with what is released.")
                : (LockFile.Parse(text, $"{reference ?? otherwise}:{LockFile.Name}"), null);
        }
        catch (MigrationException e) when (reference is null && e.Code is (MigrationErrorCode.GitUnavailable or MigrationErrorCode.GitReferenceUnknown))
        {
            return (null, $"It is not known what is released ({(e.Code == MigrationErrorCode.GitUnavailable ? "no git, or no repository" : $"no '{otherwise}'")}), so nothing was compared with it. Name the branch, tag or commit: '--base REF'.");
        }
    }
}

// The file that was written, or null.
internal sealed record LintReport(IReadOnlyList<Finding> Findings, string? Note, string? Written, bool IsNew);
