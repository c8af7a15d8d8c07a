using System.CommandLine;
using Migrations.Host.Generating;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Trees and their revisions that are named by line and version.
internal static class TreeCommands
{
    public static Command AddTree(SharedOptions shared, Func<ParseResult, HostConsole> console)
    {
        var name = new Argument<string?>("name") { Description = "The tree's name, for example datasets.", Arity = ArgumentArity.ZeroOrOne };
        var nameOption = new Option<string?>("--name") { Description = "The same as an option." };
        var directory = SourceOptions.NewDirectory();
        var lines = new Option<string?>("--lines") { Description = "The lines it is going to have, for example Integer,Uuid." };
        var defaultLine = new Option<string?>("--default-line") { Description = "The line that a database at base takes. Default: it must be named." };
        var description = new Option<string?>("--description") { Description = "One line for people." };
        var declared = new Option<bool>("--declared-by-application") { Description = "The application declares the tree's version, which must agree with the database's." };
        var command = new Command("add-tree", "Creates the folder of a tree with its Tree.cs and prints 'Created: PATH'.") { name, nameOption, directory, lines, defaultLine, description, declared };
        shared.AddOutputTo(command);
        command.SetAction(result =>
        {
            var options = new NewTreeOptions
            {
                Name = result.GetValue(name) ?? result.GetValue(nameOption) ?? "",
                Directory = result.GetValue(directory)!,
                Lines = [.. (result.GetValue(lines) ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)],
                DefaultLine = SourceOptions.Given(result.GetValue(defaultLine)),
                Description = SourceOptions.Given(result.GetValue(description)),
                IsDeclaredByApplication = result.GetValue(declared),
            };
            console(result).Reports.Created(TreeGenerator.Create(options));
            return (int)ExitCode.Done;
        });
        return command;
    }

    public static Command AddRevision(SharedOptions shared, Func<ParseResult, HostConsole> console)
    {
        Argument<string?>[] places = [Place("tree"), Place("line"), Place("version")];
        Option<string?>[] options = [new("--tree") { Description = "The tree as an option." }, new("--line") { Description = "The line as an option." }, new("--version-name") { Description = "The version as an option." }];
        var name = new Option<string?>("--name") { Description = "The class name. Default: line and version, for example Uuid1_0_0." };
        var source = new SourceOptions();
        var command = new Command("add-revision", "Writes the migration to the revision of a tree, line and version, whose id is made of these, and prints 'Created: PATH'.") { places[0], places[1], places[2], options[0], options[1], options[2], name };
        source.AddTo(command);
        shared.AddOutputTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            string Read(int i) => result.GetValue(places[i]) ?? result.GetValue(options[i]) ?? "";
            var revision = new NewRevisionOptions
            {
                Tree = Read(0),
                Line = Read(1),
                Version = Read(2),
                Directory = source.Directory(result),
                Name = result.GetValue(name),
                Kind = source.Kind(result),
                IsReversible = source.IsReversible(result),
                Collection = source.Collection(result),
                Class = source.Class(result),
                RootNamespace = source.RootNamespace(result),
            };
            RevisionGenerator.Check(revision);
            revision = revision with { HasImplicitUsings = await source.HasImplicitUsingsAsync(result, cancellationToken).ConfigureAwait(false) };
            console(result).Reports.Created(RevisionGenerator.Create(revision));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private static Argument<string?> Place(string name) => new(name) { Description = $"The {name}.", Arity = ArgumentArity.ZeroOrOne };
}
