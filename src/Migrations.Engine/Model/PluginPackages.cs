using System.Reflection;
using System.Text.Json;
using Migrations.Engine.Wording;

namespace Migrations.Engine.Model;

// The packages that a plugin brings, by name and version, as its build wrote them down beside it (PLUGIN.deps.json).
internal static class PluginPackages
{
    // Null if nothing says it, as in a bundle, or where the plugin is a part of an application.
    public static IReadOnlyDictionary<string, string>? Of(Assembly? plugin)
    {
#pragma warning disable IL3000 // In a bundle it is empty.
        var file = plugin?.Location is { Length: > 0 } path ? Path.ChangeExtension(path, ".deps.json") : null;
#pragma warning restore IL3000
        return File.Exists(file) ? Read(File.ReadAllText(file), file) : null;
    }

    // Pure. Projects are left out: their versions change with every build.
    public static IReadOnlyDictionary<string, string> Read(string text, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.TryGetProperty("libraries", out var libraries)
                ? Sorted(libraries.EnumerateObject().Where(l => l.Value.TryGetProperty("type", out var type) && type.GetString() == "package").Select(l => l.Name))
                : Sorted([]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new MigrationException(MigrationErrorCode.PluginUnusable, $"'{file}' cannot be read: {Sentence.Of(e.Message)} It says which packages the plugin needs, so nothing was done. Build the migrations project again.", e);
        }
    }

    private static SortedDictionary<string, string> Sorted(IEnumerable<string> libraries)
    {
        var packages = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var library in libraries)
        {
            var end = library.LastIndexOf('/');
            packages[end < 0 ? library : library[..end]] = end < 0 ? "" : library[(end + 1)..];
        }

        return packages;
    }
}
