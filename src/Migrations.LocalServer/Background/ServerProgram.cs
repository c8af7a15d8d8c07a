using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

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

// A copy of the program's folder for the server to run from: a build that overwrites the assemblies of a running process brings it down.
internal static class ProgramCopy
{
    public static string Ensure(string folder, string cache)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".dll" or ".json" or ".so")
            .Order(StringComparer.Ordinal)
            .ToList();
        var target = Path.Combine(cache, "program-" + KeyOf(folder, files));
        if (Directory.Exists(target))
        {
            return target;
        }

        var building = $"{target}.{Environment.ProcessId}.building";
        foreach (var file in files)
        {
            var copy = Path.Combine(building, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        try
        {
            Directory.Move(building, target);
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Another process has made the same copy.
            Directory.Delete(building, recursive: true);
        }

        return target;
    }

    private static string KeyOf(string folder, List<string> files)
    {
        var text = new StringBuilder();
        foreach (var file in files.Select(f => new FileInfo(f)))
        {
            text.Append(Path.GetRelativePath(folder, file.FullName)).Append('|').Append(file.Length).Append('|').Append(file.LastWriteTimeUtc.Ticks).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }
}
