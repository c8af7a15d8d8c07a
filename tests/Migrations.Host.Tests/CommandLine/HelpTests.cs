using System.CommandLine;
using Migrations.Host.CommandLine;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.Tests.CommandLine;

public sealed class HelpTests
{
    private static readonly RootCommand Root = RootCommandFactory.Create(_ => new HostConsole(TextWriter.Null, TextWriter.Null, isJson: false, projectDirectory: null));

    public static IEnumerable<string> Examples => CommandTable.All.SelectMany(command => command.Examples).Concat(CommandTable.FirstSteps);

    [Test]
    public void Every_command_has_an_example() => Assert.That(CommandTable.All.Where(command => command.Examples.Count == 0).Select(command => command.Name), Is.Empty);

    [TestCaseSource(nameof(Examples))]
    public void An_example_is_a_command_line_that_is_accepted(string example)
    {
        var command = example.Split(" #")[0].Split(" | ")[0].Split(" > ")[0].Replace("source <(", "", StringComparison.Ordinal).TrimEnd().TrimEnd(')');

        Assert.That(command, Does.StartWith("migrations "));
        Assert.That(Root.Parse(command["migrations ".Length..]).Errors.Select(error => error.Message), Is.Empty);
    }

    [TestCaseSource(nameof(Examples))]
    public void An_example_fits_a_terminal(string example) => Assert.That(example, Has.Length.LessThanOrEqualTo(78));

    [Test]
    public async Task The_help_of_a_command_ends_with_its_examples()
    {
        var output = new StringWriter();

        await Root.Parse(["migrate", "--help"]).InvokeAsync(new InvocationConfiguration { Output = output });

        Assert.That(output.ToString().TrimEnd(), Does.EndWith("  migrations migrate --lock-wait 600 --configuration Release"));
    }

    [TestCase("migrations mi", "migrate")]
    [TestCase("migrations migrate --lock-w", "--lock-wait")]
    [TestCase("migrations migrate --output ", "json text")]
    [TestCase("migrations completion ", "bash pwsh zsh")]
    [TestCase("migrations status --assembly ", "")]
    public async Task A_shell_is_told_how_a_word_may_go_on(string line, string words)
    {
        var output = new StringWriter();

        await Root.Parse([$"[suggest:{line.Length}]", line]).InvokeAsync(new InvocationConfiguration { Output = output });

        var suggested = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.That(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), words.Length == 0 ? Is.EqualTo(suggested) : Is.SubsetOf(suggested));
    }
}
