using System.CommandLine;
using Migrations.Host.Generating;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

internal sealed class NewCommand
{
    private readonly Argument<string?> _name = new("name") { Description = "The migration's class name, for example AddBaz.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _nameOption = new("--name") { Description = "The same as an option." };
    private readonly Option<string> _tree = new("--tree") { Description = "The tree, which is a folder too. Default: main.", DefaultValueFactory = _ => "main" };
    private readonly Option<string?> _version = new("--version-name") { Description = "The SemVer version that the tree has after it, or 'next': the project's when it is built." };
    private readonly Option<string?> _line = new("--line") { Description = "The line (branch) of the tree. The newest revision of it becomes the parent." };
    private readonly Option<string?> _oneShot = new("--one-shot") { Description = "The name of a one-shot: a way from --from to --to, a revision of another line." };
    private readonly Option<string?> _from = new("--from") { Description = "Where a one-shot starts: an id, 'line@version' or 'base'." };
    private readonly Option<string?> _to = new("--to") { Description = "Where a one-shot leads: an id or 'line@version'." };
    private readonly Option<bool> _final = new("--final") { Description = "A barrier: it begins a new epoch that no path crosses, and has no body." };
    private readonly Option<bool> _setup = new("--with-setup") { Description = "With a method that says which types were moved." };
    private readonly SourceOptions _source = new();

    public static Command Create(SharedOptions shared, Func<ParseResult, HostConsole> console)
    {
        var parts = new NewCommand();
        var command = new Command("new", "Writes the file of a new migration and prints 'Created: PATH'.")
        {
            parts._name, parts._nameOption, parts._tree, parts._version, parts._line, parts._oneShot, parts._from, parts._to, parts._final, parts._setup,
        };
        parts._source.AddTo(command);
        shared.AddOutputTo(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var options = parts.Read(result);
            MigrationGenerator.Check(options);
            options = options with { HasImplicitUsings = await parts._source.HasImplicitUsingsAsync(result, cancellationToken).ConfigureAwait(false) };
            console(result).Reports.Created(MigrationGenerator.Create(options, TimeProvider.System));
            return (int)ExitCode.Done;
        });
        return command;
    }

    private NewMigrationOptions Read(ParseResult result) => new()
    {
        Name = result.GetValue(_name) ?? result.GetValue(_nameOption) ?? "",
        Directory = _source.Directory(result),
        Tree = result.GetValue(_tree)!,
        Kind = _source.Kind(result),
        Version = SourceOptions.Given(result.GetValue(_version)),
        Line = SourceOptions.Given(result.GetValue(_line)),
        OneShot = SourceOptions.Given(result.GetValue(_oneShot)),
        From = SourceOptions.Given(result.GetValue(_from)),
        To = SourceOptions.Given(result.GetValue(_to)),
        IsFinal = result.GetValue(_final),
        HasSetup = result.GetValue(_setup),
        IsReversible = _source.IsReversible(result),
        Collection = _source.Collection(result),
        Class = _source.Class(result),
        RootNamespace = _source.RootNamespace(result),
    };
}
