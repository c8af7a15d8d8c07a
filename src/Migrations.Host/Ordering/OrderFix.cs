using System.Text;
using Migrations.Host.Sources;

namespace Migrations.Host.Ordering;

// Puts unreleased migrations behind released ones: reads, decides, writes.
internal static class OrderFix
{
    public static async Task<OrderChanges> RunAsync(string directory, string reference, bool isDryRun, CancellationToken cancellationToken)
    {
        var root = Path.GetFullPath(directory);
        if (!Directory.Exists(root))
        {
            throw new MigrationException(MigrationErrorCode.OptionInvalid, $"The folder '{root}' does not exist. Nothing was renumbered. Name the folder of the migrations project: --directory DIR.");
        }

        var present = SourceFolder.Read(root).Migrations;
        var git = await GitReference.ReadAsync(root, reference, cancellationToken).ConfigureAwait(false);
        ReleasedCheck.Require(reference, git.Common, present);
        var plan = OrderPlan.Create(git.Released, present);
        var changes = OrderChanges.Of(root, plan, isDryRun);
        RequireFree(root, changes);
        if (!isDryRun)
        {
            await WriteAsync(root, SourceEdit.Of(plan), changes, cancellationToken).ConfigureAwait(false);
        }

        return changes;
    }

    private static void RequireFree(string root, OrderChanges changes)
    {
        var moved = changes.Renamed.Select(r => r.File).ToHashSet(StringComparer.Ordinal);
        if (changes.Renamed.FirstOrDefault(r => r.NewFile != r.File && !moved.Contains(r.NewFile) && File.Exists(Path.Combine(root, r.NewFile))) is { } taken)
        {
            throw new MigrationException(MigrationErrorCode.FileExists, $"'{taken.File}' would become '{taken.NewFile}', which already exists. Nothing was renumbered; existing files are never overwritten. Rename one of them.");
        }
    }

    private static async Task WriteAsync(string root, IReadOnlyList<SourceEdit> edits, OrderChanges changes, CancellationToken cancellationToken)
    {
        foreach (var file in edits.GroupBy(e => e.File))
        {
            await RewriteAsync(Path.Combine(root, file.Key), text => SourceEdit.Apply(text, file), cancellationToken).ConfigureAwait(false);
        }

        // The newest first: a file may get the name of one that is itself renamed.
        foreach (var renamed in changes.Renamed.Where(r => r.NewFile != r.File).Reverse())
        {
            File.Move(Path.Combine(root, renamed.File), Path.Combine(root, renamed.NewFile));
        }
    }

    // Rewrites a file in its encoding, including the byte order mark.
    private static async Task RewriteAsync(string path, Func<string, string> edit, CancellationToken cancellationToken)
    {
        string text;
        Encoding encoding;
        using (var reader = new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: true))
        {
            text = await reader.ReadToEndAsync(cancellationToken).ConfigureAwait(false);
            encoding = reader.CurrentEncoding;
        }

        await File.WriteAllTextAsync(path, edit(text), encoding, cancellationToken).ConfigureAwait(false);
    }
}
