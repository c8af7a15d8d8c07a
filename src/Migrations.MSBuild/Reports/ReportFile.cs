using Migrations.MSBuild.Processes;

namespace Migrations.MSBuild.Reports;

// The host's output, in a file of the project's intermediate folder: a logger that hides messages still shows the line that points to it.
internal static class ReportFile
{
    private const string Folder = "migrations";

    // JSON stays what a program can read; text has everything, in the order of the output.
    public static string Write(string intermediate, string name, HostLog log)
    {
        var path = Path.Combine(intermediate, Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllLines(path, Path.GetExtension(name) == ".txt" ? log.All : log.Lines);
        return path;
    }

    // Whether a message is shown for the first time in this project.
    public static bool IsFirst(string intermediate, string subject)
    {
        var said = Path.Combine(intermediate, Folder, subject + ".said");
        if (File.Exists(said))
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(said)!);
        File.WriteAllText(said, "");
        return true;
    }
}
