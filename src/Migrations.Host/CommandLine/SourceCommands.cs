using System.CommandLine;
using Migrations.Host.Generating;
using Migrations.Host.Ordering;
using Migrations.Host.Output;
using Migrations.Host.Projects;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The commands that write or rename source files.
internal sealed class SourceCommands(Func<ParseResult, HostConsole> console)
{
    public Command New() => Create(CommandTable.New, async (values, screen, cancellationToken) =>
    {
        var target = SourceTarget.Of(values);
        var options = NewOptions(values, target.Folder);
        MigrationGenerator.Check(options);
        var form = await target.ReadFormAsync(values, screen.Note, cancellationToken).ConfigureAwait(false);
        screen.Reports.Created(MigrationGenerator.Create(options with { RootNamespace = form.RootNamespace, HasImplicitUsings = form.HasImplicitUsings }, TimeProvider.System));
        return ExitCode.Done;
    });

    public Command AddTree() => Create(CommandTable.AddTree, (values, screen, _) =>
    {
        screen.Reports.Created(TreeGenerator.Create(TreeOptions(values, SourceTarget.Of(values).Folder)));
        return Task.FromResult(ExitCode.Done);
    });

    public Command AddRevision() => Create(CommandTable.AddRevision, async (values, screen, cancellationToken) =>
    {
        var target = SourceTarget.Of(values);
        var options = RevisionOptions(values, target.Folder);
        RevisionGenerator.Check(options);
        var form = await target.ReadFormAsync(values, screen.Note, cancellationToken).ConfigureAwait(false);
        screen.Reports.Created(RevisionGenerator.Create(options with { RootNamespace = form.RootNamespace, HasImplicitUsings = form.HasImplicitUsings }));
        return ExitCode.Done;
    });

    public Command FixOrder() => Create(CommandTable.FixOrder, async (values, screen, cancellationToken) =>
    {
        var isDryRun = values.Flag(OptionTable.FixDryRun);
        var reference = values.Filled(OptionTable.Base) ?? OptionTable.Base.Default!;
        var changes = await OrderFix.RunAsync(SourceTarget.Of(values).Folder, reference, isDryRun, cancellationToken).ConfigureAwait(false);
        screen.Reports.Reordered(changes);
        return isDryRun && changes.Renamed.Count > 0 ? ExitCode.Pending : ExitCode.Done;
    });

    private static NewMigrationOptions NewOptions(Values values, string folder) => new()
    {
        Name = values.Text(OptionTable.NewName) ?? "",
        Directory = folder,
        Tree = values.Text(OptionTable.NewTree)!,
        Kind = values.Filled(OptionTable.Kind),
        Version = values.Filled(OptionTable.NewVersion),
        Line = values.Filled(OptionTable.NewLine),
        OneShot = values.Filled(OptionTable.OneShot),
        From = values.Filled(OptionTable.NewFrom),
        To = values.Filled(OptionTable.NewTo),
        IsFinal = values.Flag(OptionTable.Final),
        HasSetup = values.Flag(OptionTable.WithSetup),
        IsReversible = values.Flag(OptionTable.Reversible),
        Collection = values.Filled(OptionTable.Collection),
        Class = values.Filled(OptionTable.Class),
    };

    private static NewTreeOptions TreeOptions(Values values, string folder) => new()
    {
        Name = values.Text(OptionTable.TreeName) ?? "",
        Directory = folder,
        Lines = [.. (values.Text(OptionTable.Lines) ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)],
        DefaultLine = values.Filled(OptionTable.DefaultLine),
        Description = values.Filled(OptionTable.Summary),
        IsDeclaredByApplication = values.Flag(OptionTable.DeclaredByApplication),
    };

    private static NewRevisionOptions RevisionOptions(Values values, string folder) => new()
    {
        Tree = values.Text(OptionTable.RevisionTree) ?? "",
        Line = values.Text(OptionTable.RevisionLine) ?? "",
        Version = values.Text(OptionTable.RevisionVersion) ?? "",
        Directory = folder,
        Name = values.Text(OptionTable.RevisionName),
        Kind = values.Filled(OptionTable.Kind),
        IsReversible = values.Flag(OptionTable.Reversible),
        Collection = values.Filled(OptionTable.Collection),
        Class = values.Filled(OptionTable.Class),
    };

    private TableCommand Create(string name, Func<Values, HostConsole, CancellationToken, Task<ExitCode>> body)
    {
        var command = new TableCommand(name);
        command.SetAction(async (result, cancellationToken) => (int)await body(new Values(result), console(result), cancellationToken).ConfigureAwait(false));
        return command;
    }
}

// Where source files are written: into the folder of the plugin's project, in the form that the project asks for.
internal sealed record SourceTarget(string Folder, string? Project)
{
    public static SourceTarget Of(Values values)
    {
        var here = Directory.GetCurrentDirectory();
        if (values.Filled(OptionTable.Directory) is { } folder)
        {
            return new SourceTarget(folder, Directory.Exists(folder) ? ProjectSearch.TryFind(here, folder) : null);
        }

        var project = ProjectSearch.Find(here, values.Filled(OptionTable.Project));
        return new SourceTarget(Path.GetDirectoryName(project)!, project);
    }

    // Options win over the project, which is not evaluated if it has nothing to add.
    public async Task<SourceForm> ReadFormAsync(Values values, Action<string> note, CancellationToken cancellationToken)
    {
        var (space, usings) = (values.Text(OptionTable.RootNamespace), values.Filled(OptionTable.ImplicitUsings));
        var said = Project is null || (space is not null && usings is not null)
            ? ProjectProperties.Unknown
            : await ProjectProperties.ReadAsync(Project, [], note, cancellationToken).ConfigureAwait(false);
        return new SourceForm(space ?? said.RootNamespace, usings is null ? said.HasImplicitUsings : ProjectProperties.IsOn(usings));
    }
}

internal sealed record SourceForm(string? RootNamespace, bool HasImplicitUsings);
