using System.CommandLine;
using Migrations.Host.Generating;
using Migrations.Host.Ordering;
using Migrations.Host.Output;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The commands that write or rename source files.
internal sealed class SourceCommands(Func<ParseResult, HostConsole> console)
{
    public Command New() => Create(CommandTable.New, async (values, reports, cancellationToken) =>
    {
        var options = NewOptions(values);
        MigrationGenerator.Check(options);
        options = options with { HasImplicitUsings = await HasImplicitUsingsAsync(values, cancellationToken).ConfigureAwait(false) };
        reports.Created(MigrationGenerator.Create(options, TimeProvider.System));
        return ExitCode.Done;
    });

    public Command AddTree() => Create(CommandTable.AddTree, (values, reports, _) =>
    {
        reports.Created(TreeGenerator.Create(TreeOptions(values)));
        return Task.FromResult(ExitCode.Done);
    });

    public Command AddRevision() => Create(CommandTable.AddRevision, async (values, reports, cancellationToken) =>
    {
        var options = RevisionOptions(values);
        RevisionGenerator.Check(options);
        options = options with { HasImplicitUsings = await HasImplicitUsingsAsync(values, cancellationToken).ConfigureAwait(false) };
        reports.Created(RevisionGenerator.Create(options));
        return ExitCode.Done;
    });

    public Command FixOrder() => Create(CommandTable.FixOrder, async (values, reports, cancellationToken) =>
    {
        var isDryRun = values.Flag(OptionTable.FixDryRun);
        var reference = values.Filled(OptionTable.Base) ?? OptionTable.Base.Default!;
        var changes = await OrderFix.RunAsync(values.Text(OptionTable.Directory)!, reference, isDryRun, cancellationToken).ConfigureAwait(false);
        reports.Reordered(changes);
        return isDryRun && changes.Renamed.Count > 0 ? ExitCode.Pending : ExitCode.Done;
    });

    private static NewMigrationOptions NewOptions(Values values) => new()
    {
        Name = values.Text(OptionTable.NewName) ?? "",
        Directory = values.Text(OptionTable.Directory)!,
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
        RootNamespace = values.Text(OptionTable.RootNamespace),
    };

    private static NewTreeOptions TreeOptions(Values values) => new()
    {
        Name = values.Text(OptionTable.TreeName) ?? "",
        Directory = values.Text(OptionTable.Directory)!,
        Lines = [.. (values.Text(OptionTable.Lines) ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)],
        DefaultLine = values.Filled(OptionTable.DefaultLine),
        Description = values.Filled(OptionTable.Summary),
        IsDeclaredByApplication = values.Flag(OptionTable.DeclaredByApplication),
    };

    private static NewRevisionOptions RevisionOptions(Values values) => new()
    {
        Tree = values.Text(OptionTable.RevisionTree) ?? "",
        Line = values.Text(OptionTable.RevisionLine) ?? "",
        Version = values.Text(OptionTable.RevisionVersion) ?? "",
        Directory = values.Text(OptionTable.Directory)!,
        Name = values.Text(OptionTable.RevisionName),
        Kind = values.Filled(OptionTable.Kind),
        IsReversible = values.Flag(OptionTable.Reversible),
        Collection = values.Filled(OptionTable.Collection),
        Class = values.Filled(OptionTable.Class),
        RootNamespace = values.Text(OptionTable.RootNamespace),
    };

    private static async Task<bool> HasImplicitUsingsAsync(Values values, CancellationToken cancellationToken) => values.Filled(OptionTable.ImplicitUsings) is { } given
        ? ProjectFile.IsOn(given)
        : await ProjectFile.HasImplicitUsingsAsync(values.Text(OptionTable.Directory)!, cancellationToken).ConfigureAwait(false);

    private TableCommand Create(string name, Func<Values, IReportWriter, CancellationToken, Task<ExitCode>> body)
    {
        var command = new TableCommand(name);
        command.SetAction(async (result, cancellationToken) => (int)await body(new Values(result), console(result).Reports, cancellationToken).ConfigureAwait(false));
        return command;
    }
}
