using Migrations.Host.Projects;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

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
