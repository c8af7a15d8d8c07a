using Migrations.Engine.Discovery;
using Spectre.Console;

namespace Migrations.Host.Output;

// Standard output carries the result and nothing else; everything said on the way goes to standard error.
internal sealed class HostConsole
{
    private const int PlainWidth = 180;
    private readonly TextWriter _errors;

    public HostConsole(TextWriter output, TextWriter errors, bool isJson, string? projectDirectory)
    {
        _errors = errors;
        Reports = isJson ? new JsonReportWriter(output, projectDirectory) : new TextReportWriter(CreateConsole(output), errors, projectDirectory);
        Progress = new ProgressWriter(errors, isJson ? ProgressForm.Json : Console.IsErrorRedirected ? ProgressForm.Lines : ProgressForm.Bar, TimeProvider.System);
    }

    public IReportWriter Reports { get; }

    public ProgressWriter Progress { get; }

    public void Note(string text) => _errors.WriteLine(SafeText.Log(text));

    // How every project begins, and no fault.
    public void NoteIfEmpty(MigrationCatalogue catalogue)
    {
        if (catalogue.Migrations.Count == 0)
        {
            Note($"No migrations yet in the plugin '{catalogue.Source}' (MIG{(int)MigrationErrorCode.NoMigrations:D4}). Create the first: 'dotnet build -t:NewMigration -p:Name=AddBaz', or 'migrations new AddBaz'.");
        }
    }

    private static IAnsiConsole CreateConsole(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (Console.IsOutputRedirected)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
