using System.ComponentModel;
using System.Diagnostics;
using System.Text;
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

    // The files of that name anywhere in the reference that are not in the working tree any more, from the root of the repository.
    public static async Task<IReadOnlyList<string>> FindGoneAsync(string folder, string reference, string file, CancellationToken cancellationToken)
    {
        var commit = await FindCommitAsync(folder, reference, cancellationToken).ConfigureAwait(false);
        var root = (await GitProcess.RunAsync(folder, ["rev-parse", "--show-toplevel"], cancellationToken).ConfigureAwait(false)).Require("find the root of the repository").TrimEnd('\n', '\r');
        var all = (await GitProcess.RunAsync(root, ["ls-tree", "-r", "-z", "--name-only", commit], cancellationToken).ConfigureAwait(false)).Require("list the files").Split('\0');
        return [.. all.Where(path => Path.GetFileName(path) == file && !File.Exists(Path.Combine(root, path)))];
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

// One run of git, started with a list of arguments and without a shell.
internal sealed record GitProcess(int ExitCode, string Output, string Errors)
{
    // In a hook these variables name the repository of the hook, and not the one in question.
    private static readonly string[] OfHooks = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

    public bool Succeeded => ExitCode == 0;

    public static async Task<GitProcess> RunAsync(string folder, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8 };
        Array.ForEach(OfHooks, name => start.Environment.Remove(name));
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new MigrationException(MigrationErrorCode.GitUnavailable, $"git could not be started: {e.Message}. It is not known what is released, so nothing was done. Install git, or put it on the path.", e);
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        try
        {
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new GitProcess(process.ExitCode, await output.ConfigureAwait(false), await errors.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public string Require(string what) => Succeeded
        ? Output
        : throw new MigrationException(MigrationErrorCode.GitUnavailable, $"git could not {what}: {Errors.Trim()}. It is not known what is released, so nothing was done. Repair the repository, for a partial clone by fetching what is missing.");
}
