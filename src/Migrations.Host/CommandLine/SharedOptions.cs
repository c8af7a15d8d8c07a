using System.CommandLine;
using Migrations.Engine.Storage;
using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The options that every command on a database takes. An option wins over its environment variable, which wins over the default.
internal sealed class SharedOptions
{
    private readonly Option<string?> _assembly = new(HostContract.AssemblyOption) { Description = "The plugin assembly. Environment: MIGRATIONS_ASSEMBLY." };
    private readonly Option<string?> _database = new(HostContract.DatabaseOption) { Description = "The database. Environment: MIGRATIONS_DATABASE. Default: the one of the connection string; one named after the plugin on the local server." };
    private readonly Option<bool> _noLocalServer = new(HostContract.NoLocalServerOption) { Description = "Fail where MIGRATIONS_CONNECTION is not set, and never use the local server instead; as with CI=true." };
    private readonly Option<string?> _prefix = new("--state-prefix") { Description = "Prefix of the state collections. Environment: MIGRATIONS_STATE_PREFIX. Default: _migrations." };
    private readonly Option<string> _output = new(HostContract.OutputOption) { Description = "text or json; json is one document on standard output.", DefaultValueFactory = _ => "text" };
    private readonly Option<string?> _project = new("--project-directory") { Description = "Folder of the plugin project, for source places in messages." };
    private readonly Option<bool> _stdin = new(HostContract.CancelOnStdinEofOption) { Description = "Stop in good order when standard input ends." };

    public SharedOptions() => _output.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: not ("text" or "json") } token])
        {
            result.AddError($"{_output.Name} takes text or json, not '{token.Value}'.");
        }
    });

    // A value that is refused cannot be asked for.
    public bool IsJson(ParseResult result) => result.GetResult(_output)?.Errors.Any() != true && result.GetValue(_output) == "json";

    public string? ProjectDirectory(ParseResult result) => result.GetResult(_project)?.Errors.Any() == true ? null : result.GetValue(_project);

    public bool WatchesStandardInput(ParseResult result) => result.GetValue(_stdin);

    public void AddTo(Command command)
    {
        command.Options.Add(_assembly);
        command.Options.Add(_database);
        command.Options.Add(_noLocalServer);
        command.Options.Add(_prefix);
        command.Options.Add(_project);
        AddOutputTo(command);
    }

    public void AddOutputTo(Command command)
    {
        command.Options.Add(_output);
        command.Options.Add(_stdin);
    }

    public HostSettings Read(ParseResult result) => new()
    {
        Assembly = result.GetValue(_assembly) ?? Environment.GetEnvironmentVariable("MIGRATIONS_ASSEMBLY"),
        Database = result.GetValue(_database) ?? NullIfEmpty(Environment.GetEnvironmentVariable(HostContract.DatabaseVariable)),
        NeverUsesLocalServer = result.GetValue(_noLocalServer),
        IsPipeline = Pipeline.IsRunning,
        StatePrefix = result.GetValue(_prefix) ?? NullIfEmpty(Environment.GetEnvironmentVariable("MIGRATIONS_STATE_PREFIX")) ?? StateNames.DefaultPrefix,
        IsJson = IsJson(result),
        ProjectDirectory = result.GetValue(_project),
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
