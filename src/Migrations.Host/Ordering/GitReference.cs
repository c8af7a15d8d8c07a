using Migrations.Host.Sources;

namespace Migrations.Host.Ordering;

// The files of a git reference under a folder, and those of the commit where the current work branched off.
internal sealed record GitReference(IReadOnlyList<MigrationSource> Released, IReadOnlyList<MigrationSource> Common)
{
    public static async Task<GitReference> ReadAsync(string folder, string reference, CancellationToken cancellationToken)
    {
        var commit = await FindCommitAsync(folder, reference, cancellationToken).ConfigureAwait(false);
        var released = await ReadCommitAsync(folder, commit, cancellationToken).ConfigureAwait(false);
        var mergeBase = await GitProcess.RunAsync(folder, ["merge-base", "HEAD", commit], cancellationToken).ConfigureAwait(false);

        // Without a common ancestor, as in a shallow clone, it is not known what is missing.
        var common = !mergeBase.Succeeded ? [] : mergeBase.Output.Trim() == commit ? released : await ReadCommitAsync(folder, mergeBase.Output.Trim(), cancellationToken).ConfigureAwait(false);
        return new GitReference(released, common);
    }

    // The text of one file beside the folder's, or null if the reference does not have it.
    public static async Task<string?> ReadFileAsync(string folder, string reference, string file, CancellationToken cancellationToken)
    {
        var commit = await FindCommitAsync(folder, reference, cancellationToken).ConfigureAwait(false);
        var found = await GitProcess.RunAsync(folder, ["ls-tree", "--name-only", commit, "--", $"./{file}"], cancellationToken).ConfigureAwait(false);
        return found.Require("list the files").Trim().Length == 0 ? null : (await GitProcess.RunAsync(folder, ["cat-file", "blob", $"{commit}:./{file}"], cancellationToken).ConfigureAwait(false)).Require($"read '{file}'");
    }

    private static async Task<string> FindCommitAsync(string folder, string reference, CancellationToken cancellationToken)
    {
        var inside = await GitProcess.RunAsync(folder, ["rev-parse", "--is-inside-work-tree"], cancellationToken).ConfigureAwait(false);
        if (!inside.Succeeded)
        {
            throw new MigrationException(MigrationErrorCode.GitUnavailable, $"'{folder}' is not in a readable git repository: {inside.Errors.Trim()}. It is not known what is released, so nothing was done. Run it in a clone, with git on the path.");
        }

        // A reference that looks like an option would be taken for one.
        var found = reference.StartsWith('-') ? new GitProcess(1, "", "") : await GitProcess.RunAsync(folder, ["rev-parse", "--verify", "--quiet", reference + "^{commit}"], cancellationToken).ConfigureAwait(false);
        return found.Succeeded
            ? found.Output.Trim()
            : throw new MigrationException(MigrationErrorCode.GitReferenceUnknown, $"The git repository of '{folder}' has no '{reference}'. It is not known what is released, so nothing was done. Fetch it: git fetch origin; or name the branch or tag of the release: '--base REF'.");
    }

    private static async Task<IReadOnlyList<MigrationSource>> ReadCommitAsync(string folder, string commit, CancellationToken cancellationToken)
    {
        var list = await GitProcess.RunAsync(folder, ["ls-tree", "-r", "-z", "--name-only", commit], cancellationToken).ConfigureAwait(false);
        var migrations = new List<MigrationSource>();
        foreach (var file in list.Require("list the files").Split('\0').Where(f => f.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var text = await GitProcess.RunAsync(folder, ["cat-file", "blob", $"{commit}:./{file}"], cancellationToken).ConfigureAwait(false);
            migrations.AddRange(MigrationSource.Read(Path.Combine(file.Split('/')), text.Require($"read '{file}'")));
        }

        return migrations;
    }
}
