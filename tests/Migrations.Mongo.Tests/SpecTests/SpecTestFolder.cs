using Migrations.Bson;

namespace Migrations.Mongo.Tests;

// Where the official test data lies: MIGRATIONS_SPEC_TESTS, or shared/spec-tests beside the repository.
internal static class SpecTestFolder
{
    public static IEnumerable<(string File, BsonDocument Test)> Load(string suite)
    {
        if (Find() is not { } root || !Directory.Exists(Path.Combine(root, suite)))
        {
            yield break;
        }

        foreach (var file in Directory.EnumerateFiles(Path.Combine(root, suite), "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach (var test in BsonDocument.Parse(File.ReadAllText(file))["tests"].AsBsonArray)
            {
                yield return (Path.GetRelativePath(root, file), test.AsBsonDocument);
            }
        }
    }

    public static void InsistOn(string suite)
    {
        if (Load(suite).Any())
        {
            return;
        }

        var cure = $"The suite '{suite}' of the driver specifications was not found. Set MIGRATIONS_SPEC_TESTS to the folder that holds it.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(cure);
        }

        Assert.Ignore(cure);
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("MIGRATIONS_SPEC_TESTS") is { Length: > 0 } given)
        {
            return given;
        }

        for (var folder = new DirectoryInfo(TestContext.CurrentContext.TestDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "spec-tests");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
