namespace Migrations.Host.GateReports;

// The path of a source file from the root of its repository, as code scanning names files.
internal static class RepositoryPath
{
    // Null if the file is in no repository, or it is not known where the project is.
    public static string? Of(string file, string? projectDirectory)
    {
        if (projectDirectory is null && !Path.IsPathRooted(file))
        {
            return file;
        }

        var full = Path.GetFullPath(file, Path.GetFullPath(projectDirectory ?? "."));
        return RootOf(full) is { } root ? Path.GetRelativePath(root, full) : null;
    }

    // A worktree has a file of that name instead of a folder.
    private static string? RootOf(string file)
    {
        var folder = Path.GetDirectoryName(file);
        while (folder is not null && !Path.Exists(Path.Combine(folder, ".git")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
