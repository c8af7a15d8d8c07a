namespace Migrations.Host.Execution;

// The file that a name leads to, over symbolic links of files and folders. It need not be there.
internal static class RealPath
{
    // As the system: a chain that is longer is taken for a circle.
    private const int MostLinks = 40;

    public static string Of(string path) => Follow(Path.GetFullPath(path), MostLinks);

    private static string Follow(string path, int left)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var here = Path.Combine(Follow(parent, left), Path.GetFileName(path));
        return left > 0 && new FileInfo(here).LinkTarget is { } target ? Follow(Path.GetFullPath(target, Path.GetDirectoryName(here)!), left - 1) : here;
    }
}
