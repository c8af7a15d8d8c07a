using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The help of a command, with its examples at the end.
internal sealed class ExampleHelp(HelpAction help) : SynchronousCommandLineAction
{
    public static void AddTo(RootCommand root)
    {
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        // Without /? and /h, which a shell would offer beside the commands.
        var option = new HelpOption("--help", "-h", "-?");
        option.Action = new ExampleHelp((HelpAction)option.Action!);
        root.Options.Add(option);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var examples = ExamplesOf(parseResult.CommandResult.Command);
        if (examples.Count > 0)
        {
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine("  " + example);
            }

            output.WriteLine();
        }

        return exitCode;
    }

    private static IReadOnlyList<string> ExamplesOf(Command command) => command switch
    {
        TableCommand table => table.Row.Examples,
        RootCommand => CommandTable.FirstSteps,
        _ => [.. command.Subcommands.OfType<TableCommand>().SelectMany(c => c.Row.Examples)],
    };
}
