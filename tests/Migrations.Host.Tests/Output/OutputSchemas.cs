using System.Text.Json;
using Json.Schema;
using Migrations.Shared;

namespace Migrations.TestKit;

// The published schemas of docs/schemas.
internal static class OutputSchemas
{
    private const string Address = HostContract.ProjectUrl + "/blob/main/docs/schemas/";
    private static readonly EvaluationOptions Listing = new() { OutputFormat = OutputFormat.List };
    private static readonly Lazy<BuildOptions> Published = new(Load);

    // What does not fit in the output of a command, or in how it failed.
    public static IReadOnlyList<string> FaultsOf(string command, string output) => Faults($"output.schema.json#{command.Replace(' ', '-')}", output);

    public static IReadOnlyList<string> FaultsOfFailure(string output) => Faults("output.schema.json#failed", output);

    public static IReadOnlyList<string> FaultsOfDatabases(string output) => Faults("output.schema.json#databases", output);

    public static IReadOnlyList<string> FaultsOfLine(string line) => Faults("line.schema.json", line);

    public static IReadOnlyList<string> FaultsOfPlanFile(string file) => Faults("plan-file.schema.json", file);

    public static IEnumerable<string> Files => Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "schemas"), "*.schema.json").Order(StringComparer.Ordinal);

    private static IReadOnlyList<string> Faults(string reference, string json)
    {
        using var document = JsonDocument.Parse(json);
        var result = JsonSchema.FromText($$"""{ "$ref": "{{Address}}{{reference}}" }""", Published.Value).Evaluate(document.RootElement, Listing);
        return result.IsValid ? [] : [.. (result.Details ?? []).Where(d => d.Errors is { Count: > 0 }).SelectMany(d => d.Errors!.Select(e => $"{d.InstanceLocation} {e.Key}: {e.Value}"))];
    }

    // A schema is loaded before those that refer to it.
    private static BuildOptions Load()
    {
        var options = new BuildOptions { SchemaRegistry = new SchemaRegistry() };
        foreach (var file in Files.OrderByDescending(file => Path.GetFileName(file).StartsWith("output", StringComparison.Ordinal)))
        {
            JsonSchema.FromText(File.ReadAllText(file), options);
        }

        return options;
    }
}
