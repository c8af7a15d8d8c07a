using System.Text.RegularExpressions;
using Migrations.Shared;
using YamlDotNet.RepresentationModel;

namespace Migrations.ArchitectureTests;

// The files that users copy into their pipelines and clusters.
public sealed partial class ExampleTests
{
    private const string Pipeline = ".github/workflows/ci.yml";

    public static IEnumerable<string> Files => Repository.Files(Path.Combine("docs", "examples"), "*.y*ml").Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Files))]
    public void Every_command_and_option_in_an_example_is_one_that_there_is(string file)
    {
        var commands = CommandsIn(file).ToList();

        Assert.That(commands, Is.Not.Empty);
        Assert.That(commands.SelectMany(FaultsOf), Is.Empty);
    }

    [Test]
    public void An_unknown_command_and_an_unknown_option_are_noticed()
    {
        Assert.That(FaultsOf(["migrat"]), Is.Not.Empty);
        Assert.That(FaultsOf(["verify", "--lock-wait", "600"]), Is.Not.Empty);
        Assert.That(FaultsOf(["migrate", "--lock-wait", "600", "--confirm", "shop"]), Is.Empty);
    }

    [Test]
    public void The_pipeline_of_this_repository_runs_what_its_documents_say()
    {
        var documents = File.ReadAllText(Path.Combine(Repository.Root, "README.md")) + File.ReadAllText(Path.Combine(Repository.Root, "CONTRIBUTING.md"));

        var steps = Mappings(Pipeline).SelectMany(step => step.Children).Where(pair => Text(pair.Key) == "run").SelectMany(pair => Lines(Text(pair.Value))).ToList();

        Assert.That(steps, Has.Count.GreaterThan(2));
        Assert.That(steps.Where(step => !documents.Contains(step, StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void The_pipeline_of_this_repository_asks_for_targets_that_there_are()
    {
        var targets = Directory.EnumerateFiles(Path.Combine(Repository.Root, "build", "cake"), "*.cake").Select(File.ReadAllText).SelectMany(text => Target().Matches(text)).Select(m => m.Groups[1].Value);

        var asked = AskedTarget().Matches(File.ReadAllText(Path.Combine(Repository.Root, Pipeline))).Select(m => m.Groups[1].Value).ToList();

        Assert.That(asked, Is.Not.Empty.And.SubsetOf(targets));
    }

    private static IEnumerable<string[]> CommandsIn(string file)
    {
        var lines = Scalars(file).SelectMany(Lines).SelectMany(line => CommandLine().Matches(line)).Select(m => m.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        // The image's entry point is the command itself, so what it is given begins with the name of a command.
        var arguments = Mappings(file)
            .Where(container => container.Children.Any(pair => Text(pair.Key) == "image" && Text(pair.Value).Contains("migrations", StringComparison.Ordinal)))
            .SelectMany(container => container.Children.Where(pair => Text(pair.Key) is "args" or "command").Select(pair => ((YamlSequenceNode)pair.Value).Select(Text).ToArray()));
        return lines.Concat(arguments);
    }

    private static IEnumerable<string> FaultsOf(string[] words)
    {
        if (CommandTable.All.All(command => command.Name != words[0]))
        {
            return [$"There is no command '{words[0]}'."];
        }

        var known = OptionTable.Of(words[0]).SelectMany(row => new[] { row.Option, row.Alias });
        return words.Where(word => word.StartsWith('-')).Except(known).Select(word => $"'{words[0]}' takes no option '{word}'.");
    }

    private static IEnumerable<string> Scalars(string file) => Nodes(file).OfType<YamlScalarNode>().Select(Text);

    private static IEnumerable<YamlMappingNode> Mappings(string file) => Nodes(file).OfType<YamlMappingNode>();

    private static IEnumerable<YamlNode> Nodes(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Repository.Root, file));
        stream.Load(reader);
        return [.. stream.Documents.SelectMany(document => document.AllNodes)];
    }

    private static string Text(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";

    private static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // As a tool, or as the bundle that the examples call deploy/migrations. Up to what a shell does with it.
    [GeneratedRegex(@"(?:dotnet |/)migrations ([^|&;>]+)")]
    private static partial Regex CommandLine();

    [GeneratedRegex("Task(?:<\\w+>)?\\(\"(\\w+)\"")]
    private static partial Regex Target();

    [GeneratedRegex(@"--target=(\w+)")]
    private static partial Regex AskedTarget();
}
