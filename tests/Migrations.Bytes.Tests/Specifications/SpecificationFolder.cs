using System.Text.Json;

namespace Migrations.Bytes.Tests.Specifications;

// The official test data, which stand beside the repository or where MIGRATIONS_SPEC_TESTS says.
internal static class SpecificationFolder
{
    public static IEnumerable<(string Name, JsonElement Content)> Files(string suite)
    {
        var folder = Find() is { } root ? Path.Combine(root, suite) : null;
        foreach (var path in folder is not null && Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal) : Enumerable.Empty<string>())
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            yield return (Path.GetFileNameWithoutExtension(path), file.RootElement.Clone());
        }
    }

    public static void RequireCases(int count)
    {
        if (count > 0)
        {
            return;
        }

        const string Message = "The official test data are missing. Set MIGRATIONS_SPEC_TESTS to the folder that holds them.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(Message);
        }

        Assert.Ignore(Message);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MIGRATIONS_SPEC_TESTS") is { Length: > 0 } named)
        {
            return named;
        }

        // A clone may stand deeper than the repository does.
        var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory);
        while (folder is not null)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "spec-tests");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }

            folder = folder.Parent;
        }

        return null;
    }
}
