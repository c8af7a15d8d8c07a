using Microsoft.Build.Framework;

namespace Migrations.MSBuild.Tasks;

/// <summary>Creates the migration to a revision that is named by tree, line and version. Options are global properties: Tree, Line, Version or MigrationVersion, Name, Kind, Reversible, Collection, Class.</summary>
[MSBuildMultiThreadableTask]
public sealed class AddMigrationRevision : SourceTask
{
    /// <inheritdoc />
    public override bool Execute()
    {
        var given = ReadGlobalProperties();
        return Create(
        [
            "add-revision", .. given.Option("--tree", "Tree"), .. given.Option("--line", "Line"), .. given.Option("--version-name", given.Find("MigrationVersion") is null ? "Version" : "MigrationVersion"),
            .. given.Option("--name", "Name"), .. MigrationOptions(given),
        ]);
    }
}
