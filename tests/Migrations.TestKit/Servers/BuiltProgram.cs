namespace Migrations.TestKit;

/// <summary>Where the repository's own programs are once they are built, in the configuration of the tests.</summary>
public static class BuiltProgram
{
    /// <summary>The path of a project's program.</summary>
    /// <exception cref="FileNotFoundException">The project was not built in this configuration.</exception>
    public static string PathOf(string project, string file)
    {
        // artifacts/bin/PROJECT/CONFIGURATION/
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var path = Path.GetFullPath(Path.Combine(own, "..", "..", project, Path.GetFileName(own), file));
        return File.Exists(path) ? path : throw new FileNotFoundException($"'{path}' is not there. Nothing was started. Build {project} in the configuration of the tests first.", path);
    }
}
