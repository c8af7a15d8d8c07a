using Microsoft.Build.Framework;

namespace Migrations.MSBuild.Tasks;

/// <summary>Creates the file of a new migration. Options are global properties: Name, Tree, Kind, Version or MigrationVersion, Line, OneShot, From, To, Final, WithSetup, Reversible, Collection, Class.</summary>
[MSBuildMultiThreadableTask]
public sealed class NewMigration : SourceTask
{
    /// <inheritdoc />
    public override bool Execute()
    {
        if (Given.Find("Name") is not { } name)
        {
            Error("MIG1001", "A new migration needs a name. Nothing was created. Give it: dotnet build -t:NewMigration -p:Name=AddBaz");
            return false;
        }

        return Create(
        [
            "new", "--name", name, .. Given.Option("--tree", "Tree"), .. Version(), .. Given.Option("--line", "Line"), .. Given.Option("--one-shot", "OneShot"), .. Given.Option("--from", "From"),
            .. Given.Option("--to", "To"), .. Flag("--final", "Final"), .. Flag("--with-setup", "WithSetup"), .. MigrationOptions(),
        ]);
    }
}
