using System.CommandLine;
using Migrations.Host.Generating;

namespace Migrations.Host.CommandLine;

// What every command takes that writes a migration.
internal sealed class SourceOptions
{
    private readonly Option<string> _directory = NewDirectory();
    private readonly Option<string?> _kind = new("--kind") { Description = "free, collection, typed, raw, pipeline, fields, types or emit. Default: free." };
    private readonly Option<bool> _reversible = new("--reversible") { Description = "With a way back." };
    private readonly Option<string?> _collection = new("--collection") { Description = "The collection. Default: the tree's name." };
    private readonly Option<string?> _class = new("--class") { Description = "A class of the application that a migration of kind collection, typed or emit works with, for example Shop.Order. Default: none; a typed one has two of its own." };
    private readonly Option<string?> _implicitUsings = new("--implicit-usings") { Description = "Whether the project imports System and its kin by itself, as its ImplicitUsings say: enable or disable. Default: what the project says." };
    private readonly Option<string?> _rootNamespace = new("--namespace") { Description = "The root namespace. Default: SchemaMigrations." };

    public static Option<string> NewDirectory()
    {
        var option = new Option<string>("--directory") { Description = "The folder of the migrations project. Default: this folder.", DefaultValueFactory = _ => "." };
        Paths.RefuseEmpty(option);
        return option;
    }

    public SourceOptions() => _implicitUsings.AcceptOnlyFromAmong("enable", "true", "disable", "false");

    // Fronts may hand on an option that nobody filled in.
    public static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _directory, _kind, _reversible, _collection, _class, _rootNamespace, _implicitUsings })
        {
            command.Options.Add(option);
        }
    }

    public string Directory(ParseResult result) => result.GetValue(_directory)!;

    public string? Kind(ParseResult result) => Given(result.GetValue(_kind));

    public bool IsReversible(ParseResult result) => result.GetValue(_reversible);

    public string? Collection(ParseResult result) => Given(result.GetValue(_collection));

    public string? Class(ParseResult result) => Given(result.GetValue(_class));

    public string? RootNamespace(ParseResult result) => result.GetValue(_rootNamespace);

    public async Task<bool> HasImplicitUsingsAsync(ParseResult result, CancellationToken cancellationToken) => Given(result.GetValue(_implicitUsings)) is { } given
        ? ProjectFile.IsOn(given)
        : await ProjectFile.HasImplicitUsingsAsync(Directory(result), cancellationToken).ConfigureAwait(false);
}
