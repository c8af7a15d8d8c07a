using System.Runtime.InteropServices;

namespace Migrations.LocalServer.Background;

// How to start this assembly as a program of its own, from whatever program it was loaded into.
internal static class ServerProgram
{
    public static IReadOnlyList<string> Command(string cache, IEnumerable<string> arguments)
    {
        var own = typeof(ServerProgram).Assembly.Location;
        var folder = ProgramCopy.Ensure(Path.GetDirectoryName(own)!, cache);
        var program = Path.Combine(folder, Path.GetFileName(own));
        string[] settings = [Path.ChangeExtension(program, ".runtimeconfig.json"), Path.ChangeExtension(program, ".deps.json")];
        return settings.All(File.Exists)
            ? [DotNet(), program, .. arguments]
            : [DotNet(), "exec", .. SettingsOfTheCaller(folder), program, .. arguments];
    }

    // Where only the library was brought along, the program that uses it names the runtime and the other libraries.
    private static IEnumerable<string> SettingsOfTheCaller(string folder)
    {
        var caller = Path.Combine(folder, Path.GetFileName(System.Reflection.Assembly.GetEntryAssembly()?.Location ?? ""));
        var (runtime, libraries) = (Path.ChangeExtension(caller, ".runtimeconfig.json"), Path.ChangeExtension(caller, ".deps.json"));
        IEnumerable<string> settings = File.Exists(runtime) ? ["--runtimeconfig", runtime] : [];
        return File.Exists(libraries) ? settings.Concat(["--depsfile", libraries]) : settings;
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
