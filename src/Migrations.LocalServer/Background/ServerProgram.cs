using System.Runtime.InteropServices;

namespace Migrations.LocalServer.Background;

// How to start this program once more, in the background.
internal static class ServerProgram
{
    public static IReadOnlyList<string> Command(string cache, IEnumerable<string> arguments)
    {
        var own = typeof(ServerProgram).Assembly.Location;
        var folder = ProgramCopy.Ensure(Path.GetDirectoryName(own)!, cache);
        return [DotNet(), Path.Combine(folder, Path.GetFileName(own)), .. arguments];
    }

    private static string DotNet()
    {
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            return Environment.ProcessPath!;
        }

        // ROOT/shared/Microsoft.NETCore.App/VERSION/
        var root = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        var muxer = Path.Combine(root, "dotnet");
        return File.Exists(muxer) ? muxer : "dotnet";
    }
}
