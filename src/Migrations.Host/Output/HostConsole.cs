using System.Text.Json.Nodes;
using Migrations.Engine.Model;
using Migrations.Shared;
using Spectre.Console;

namespace Migrations.Host.Output;

// Standard output carries the result and nothing else; everything else goes to standard error.
internal sealed class HostConsole
{
    private readonly TextWriter _errors;
    private readonly bool _isJson;
    private readonly string? _projectDirectory;

    public HostConsole(TextWriter output, TextWriter errors, bool isJson, string? projectDirectory)
    {
        var terminal = Terminal.OfErrors();
        (_errors, _isJson, _projectDirectory) = (errors, isJson, projectDirectory);
        var colours = new Colours(terminal.HasColour && !isJson);
        Reports = isJson ? new JsonReportWriter(output, projectDirectory) : new TextReportWriter(CreateConsole(output, Terminal.OfOutput()), errors, colours, projectDirectory);
        Progress = new ProgressWriter(errors, isJson ? ProgressForm.Json : terminal.Moves ? ProgressForm.Bar : ProgressForm.Lines, terminal.Width, Reports.Warning, TimeProvider.System);
    }

    // For one of several databases, which are worked on at the same time: every line has its name, and no bar moves.
    private HostConsole(HostConsole whole, string name, TextWriter output)
    {
        var named = new NamedLines(whole._errors, name, whole._isJson);
        (_errors, _isJson, _projectDirectory) = (named, whole._isJson, whole._projectDirectory);
        var terminal = Terminal.OfErrors();
        Reports = _isJson ? new JsonReportWriter(output, _projectDirectory) : new TextReportWriter(CreateConsole(output, Terminal.OfOutput()), whole._errors, new Colours(terminal.HasColour), _projectDirectory, name);
        Progress = new ProgressWriter(named, _isJson ? ProgressForm.Json : ProgressForm.Lines, terminal.Width, Reports.Warning, TimeProvider.System, _isJson ? null : whole._errors);
    }

    public IReportWriter Reports { get; }

    public ProgressWriter Progress { get; }

    // Its result goes to the writer.
    public HostConsole For(string name, TextWriter result) => new(this, name, result);

    // A line for people, or its counterpart for programs.
    public void Say(string text, Func<JsonObject> json) => _errors.WriteLine(_isJson ? json().ToJsonString() : SafeText.Log(text));

    public void Note(string text) => _errors.WriteLine(_isJson ? JsonLines.Of("note", text) : SafeText.Log(text));

    // How every project starts, and not an error.
    public void NoteIfEmpty(MigrationCatalogue catalogue)
    {
        if (catalogue.Migrations.Count == 0)
        {
            Note($"No migrations yet in the plugin '{catalogue.Source}' (MIG{(int)MigrationErrorCode.NoMigrations:D4}). Create the first: 'migrations new AddBaz'.");
        }
    }

    public void Failed(MigrationException failure, int exitCode)
    {
        Progress.End();
        Reports.Failed(failure, exitCode);
    }

    // Reports that standard output failed: what was done is kept, but the exit code shows that the report is missing. A failure keeps its own code.
    public ExitCode Unwritten(Exception fault, string report, ExitCode exitCode)
    {
        var code = exitCode is ExitCode.Done or ExitCode.Pending ? ExitCode.Failed : exitCode;
        var failure = new MigrationException(MigrationErrorCode.ReportUnwritten, $"The report could not be written to standard output: {Reason(fault)}. What the command did is kept; its report follows here. Free some space, or redirect standard output; 'migrations journal' shows what was done to the database.", fault);
        _errors.WriteLine(Reports.Unwritten(failure, report, (int)code));
        return code;
    }

    // For a closed stream, the system's message is in the inner exception.
    private static string Reason(Exception fault) => (fault.InnerException ?? fault).Message.TrimEnd('.');

    private static IAnsiConsole CreateConsole(TextWriter output, Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal.HasColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = terminal.HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        console.Profile.Width = terminal.Width;
        return console;
    }
}
