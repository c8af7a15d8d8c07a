using Microsoft.Build.Framework;

namespace Migrations.MSBuild.Tasks;

/// <summary>Creates the migration to a revision that is named by tree, line and version. Options are global properties: Tree, Line, Version or MigrationVersion, Name, Kind, Reversible, Collection, Class.</summary>
[MSBuildMultiThreadableTask]
public sealed class AddMigrationRevision : SourceTask
{
    /// <inheritdoc />
    public override bool Execute() => Create(
    [
        "add-revision", .. Given.Option("--tree", "Tree"), .. Given.Option("--line", "Line"), .. Version(), .. Given.Option("--name", "Name"), .. MigrationOptions(),
    ]);
}
