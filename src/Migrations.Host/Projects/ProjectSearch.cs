using System.Text.RegularExpressions;

namespace Migrations.Host.Projects;

// Finds the project of the plugin: the named one, or the only one in the working folder, in the nearest folder above it, or below it. It never picks one of several.
internal static partial class ProjectSearch
{
    private const int Deepest = 4;
    private const int MostNamed = 5;
    private static readonly string[] Skipped = ["bin", "obj", "artifacts", "node_modules"];

    // The path of the project file.
    public static string Find(string start, string? named) => named is null ? Only(start, Candidates(start)) : Named(start, named);

    // Null if there is not exactly one, or not one that can be read.
    public static string? TryFind(string start, string? named)
    {
        try
        {
            return Find(start, named);
        }
        catch (Exception e) when (e is MigrationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Named(string start, string named)
    {
        var path = Path.GetFullPath(named, start);
        if (File.Exists(path))
        {
            return path;
        }

        var projects = Directory.Exists(path) ? ProjectsIn(path) : throw Missing($"'--project' names '{named}', and there is no such file or folder.");
        return projects.Count switch
        {
            0 => throw Missing($"'--project' names '{named}', and that folder has no project file."),
            1 => projects[0],
            _ => Only(path, [.. projects.Where(IsPlugin)]),
        };
    }

    private static string Only(string start, List<string> candidates) => candidates switch
    {
        [var only] => only,
        [] => throw Missing($"No project in '{start}', above it or below it refers to Migrations.Abstractions and sets EnableDynamicLoading."),
        _ => throw new MigrationException(
            MigrationErrorCode.ProjectAmbiguous,
            $"There are {candidates.Count} migrations projects: {Listing(start, candidates)}. It was not said which one is meant, so nothing was done. Choose one: '--project {Path.GetRelativePath(start, candidates[0])}'."),
    };

    private static MigrationException Missing(string fact) => new(
        MigrationErrorCode.ProjectMissing,
        $"{fact} Nothing was done. Name the project with '--project PATH' or its built assembly with '--assembly PATH'. 'dotnet new migrations' creates a project.");

    private static string Listing(string start, List<string> projects) =>
        string.Join(", ", projects.Take(MostNamed).Select(p => $"'{Path.GetRelativePath(start, p)}'")) + (projects.Count > MostNamed ? $" and {projects.Count - MostNamed} more" : "");

    private static List<string> Candidates(string start) =>
        Above(start).Select(folder => Plugins(ProjectsIn(folder))).FirstOrDefault(found => found.Count > 0) ?? Plugins(Below(start, Deepest).SelectMany(ProjectsIn));

    private static List<string> Plugins(IEnumerable<string> projects) => [.. projects.Where(IsPlugin)];

    // The folder itself and those that contain it, up to the root of the repository.
    private static IEnumerable<string> Above(string start)
    {
        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            yield return folder;
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                yield break;
            }
        }
    }

    private static IEnumerable<string> Below(string start, int depth) => depth == 0 ? [] :
        Directory.EnumerateDirectories(start, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint })
            .Where(folder => !Skipped.Contains(Path.GetFileName(folder), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .SelectMany(folder => Below(folder, depth - 1).Prepend(folder));

    private static List<string> ProjectsIn(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.*proj", new EnumerationOptions()).Where(file => Path.GetExtension(file) is ".csproj" or ".fsproj" or ".vbproj").Order(StringComparer.Ordinal)];

    // By its text, because evaluating every project of a repository takes seconds.
    private static bool IsPlugin(string project) => File.ReadAllText(project) is var text && Reference().IsMatch(text) && Loading().IsMatch(text);

    [GeneratedRegex("""Include\s*=\s*"[^"]*\bMigrations\.Abstractions\b""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Reference();

    [GeneratedRegex(@"<EnableDynamicLoading[^>]*>\s*true\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Loading();
}
