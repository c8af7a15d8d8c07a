using YamlDotNet.RepresentationModel;

namespace Migrations.PackageTests.Pipelines;

// A job of a GitHub workflow: what its steps run, each in a shell of its own, and the folder that it takes over from an earlier job.
internal sealed record PipelineJob(string Name, IReadOnlyDictionary<string, string> Environment, bool ChecksOut, bool TakesOver, IReadOnlyList<string> Scripts)
{
    // The database is there already.
    private const string StartOfDatabase = "docker run";

    public static IReadOnlyList<PipelineJob> Read(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(file);
        stream.Load(reader);
        return [.. Map(stream.Documents[0].RootNode, "jobs").Children.Select(job => Of(Text(job.Key), (YamlMappingNode)job.Value))];
    }

    private static PipelineJob Of(string name, YamlMappingNode job)
    {
        var steps = ((YamlSequenceNode)job.Children["steps"]).Cast<YamlMappingNode>().ToList();
        return new PipelineJob(
            name,
            job.Children.ContainsKey("env") ? Map(job, "env").Children.ToDictionary(pair => Text(pair.Key), pair => Text(pair.Value)) : [],
            steps.Any(step => Uses(step, "actions/checkout")),
            steps.Any(step => Uses(step, "actions/download-artifact")),
            [.. steps.Where(step => step.Children.ContainsKey("run")).Select(step => Text(step.Children["run"])).Where(script => !script.StartsWith(StartOfDatabase, StringComparison.Ordinal))]);
    }

    private static bool Uses(YamlMappingNode step, string action) => step.Children.TryGetValue("uses", out var used) && Text(used).StartsWith(action + "@", StringComparison.Ordinal);

    private static YamlMappingNode Map(YamlNode node, string name) => (YamlMappingNode)((YamlMappingNode)node).Children[name];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
