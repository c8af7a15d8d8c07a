using System.Text.RegularExpressions;

namespace Migrations.MSBuild.Properties;

// What a build of the project reads: its files, those of the folders above and of the restore, the SDK's, and what they import by a name that can be resolved. A property that none of them mentions changes nothing.
internal sealed partial class ProjectFiles(string project, string intermediate, string packages, string sdk)
{
    private static readonly string[] Patterns = ["*.props", "*.targets", "*.*proj"];

    public bool Mention(string name)
    {
        // The names of targets, tasks and items are not properties.
        var word = new Regex($@"(?<!\b(?:Name|\w*Targets|ItemName)\s*=\s*""[^""]*|@\()\b{Regex.Escape(name)}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        return Find(word) is not null || Files(sdk, isDeep: true).Any(file => word.IsMatch(File.ReadAllText(file)));
    }

    // What fits first, in all files but the SDK's.
    public string? Find(Regex text)
    {
        var (waiting, seen) = (new Queue<string>(Roots()), new HashSet<string>(StringComparer.Ordinal));
        while (waiting.TryDequeue(out var file))
        {
            if (!seen.Add(file))
            {
                continue;
            }

            var content = File.ReadAllText(file);
            if (text.Match(content) is { Success: true } match)
            {
                return match.Value;
            }

            Imports(content, file).ToList().ForEach(waiting.Enqueue);
        }

        return null;
    }

    private static IEnumerable<string> Files(string folder, bool isDeep = false) => Directory.Exists(folder)
        ? Patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern, new EnumerationOptions { RecurseSubdirectories = isDeep, IgnoreInaccessible = true }))
        : [];

    private IEnumerable<string> Roots()
    {
        yield return project;
        for (var folder = Path.GetDirectoryName(project); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            foreach (var file in Files(folder))
            {
                yield return file;
            }
        }

        foreach (var file in Files(intermediate))
        {
            yield return file;
        }
    }

    private IEnumerable<string> Imports(string text, string file)
    {
        foreach (Match import in Import().Matches(text))
        {
            var named = import.Groups[1].Value
                .Replace("$(MSBuildThisFileDirectory)", Path.GetDirectoryName(file) + "/", StringComparison.OrdinalIgnoreCase)
                .Replace("$(MSBuildProjectDirectory)", Path.GetDirectoryName(project), StringComparison.OrdinalIgnoreCase)
                .Replace("$(NuGetPackageRoot)", packages.TrimEnd('/', '\\') + "/", StringComparison.OrdinalIgnoreCase);
            var path = Path.GetFullPath(named.Replace('\\', Path.DirectorySeparatorChar), Path.GetDirectoryName(file)!);
            if (File.Exists(path))
            {
                yield return path;
            }
        }
    }

    [GeneratedRegex("""<Import\s[^>]*?\bProject\s*=\s*"([^"]+)""", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Import();
}
