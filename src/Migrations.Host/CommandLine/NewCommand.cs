using System.CommandLine;
using Migrations.Host.Generating;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal static class NewCommand
{
    public static Command Create(SharedOptions shared, Func<ParseResult, HostConsole> console)
    {
        var name = new Argument<string?>("name") { Description = "The migration's class name, for example AddBaz.", Arity = ArgumentArity.ZeroOrOne };
        var nameOption = new Option<string?>("--name") { Description = "The same as an option." };
        var directory = new Option<string>("--directory") { Description = "The folder of the migrations project. Default: this folder.", DefaultValueFactory = _ => "." };
        var tree = new Option<string>("--tree") { Description = "The tree, which is a folder too. Default: main.", DefaultValueFactory = _ => "main" };
        var kind = new Option<string>("--kind") { Description = "free, collection, typed or raw. Default: free.", DefaultValueFactory = _ => "free" };
        var version = new Option<string?>("--version-name") { Description = "The SemVer version that the tree has after it." };
        var reversible = new Option<bool>("--reversible") { Description = "With a way back." };
        var collection = new Option<string?>("--collection") { Description = "The collection. Default: the tree's name." };
        var rootNamespace = new Option<string?>("--namespace") { Description = "The root namespace. Default: SchemaMigrations." };
        var command = new Command("new", "Writes the file of a new migration and prints 'Created: PATH'.") { name, nameOption, directory, tree, kind, version, reversible, collection, rootNamespace };
        shared.AddOutputTo(command);
        command.SetAction(result =>
        {
            var options = new NewMigrationOptions
            {
                Name = result.GetValue(name) ?? result.GetValue(nameOption) ?? "",
                Directory = result.GetValue(directory)!,
                Tree = result.GetValue(tree)!,
                Kind = result.GetValue(kind)!,
                Version = string.IsNullOrEmpty(result.GetValue(version)) ? null : result.GetValue(version),
                IsReversible = result.GetValue(reversible),
                Collection = result.GetValue(collection),
                RootNamespace = result.GetValue(rootNamespace),
            };
            console(result).Reports.Created(MigrationGenerator.Create(options, TimeProvider.System));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
