namespace Migrations.LocalServer.Postgres;

// A short, private folder for the socket: a socket's path may have 107 bytes, and nobody else may connect to it.
internal static class InstanceDirectory
{
    private const int LongestSocketFolder = 90;

    // The supervisor removes it when the database ends; this is for a database that never started.
    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static string Create()
    {
        var folder = Directory.CreateTempSubdirectory("migrations-server-").FullName;
        if (folder.Length <= LongestSocketFolder)
        {
            return folder;
        }

        Directory.Delete(folder);
        var shorter = Path.Combine(Path.DirectorySeparatorChar + "var", "tmp", Path.GetFileName(folder));
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(shorter, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return shorter;
    }
}
