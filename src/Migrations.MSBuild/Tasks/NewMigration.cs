using Microsoft.Build.Framework;

namespace Migrations.MSBuild.Tasks;

/// <summary>Creates the file of a new migration. Options are global properties: Name, Tree, Kind, Version or MigrationVersion, Line, OneShot, From, To, Final, WithSetup, Reversible, Collection, Class.</summary>
[MSBuildMultiThreadableTask]
public sealed class NewMigration : SourceTask
{
    /// <inheritdoc />
    public override bool Execute()
    {
        var given = ReadGlobalProperties();
        if (given.Find("Name") is not { } name)
        {
            Error("MIG1001", "A new migration needs a name. Nothing was created. Give it: dotnet build -t:NewMigration -p:Name=AddBaz");
            return false;
        }

        return Create(
        [
            "new", "--name", name, .. given.Option("--tree", "Tree"), .. Version(given), .. given.Option("--line", "Line"), .. given.Option("--one-shot", "OneShot"), .. given.Option("--from", "From"),
            .. given.Option("--to", "To"), .. Flag(given, "--final", "Final"), .. Flag(given, "--with-setup", "WithSetup"), .. MigrationOptions(given),
        ]);
    }

    // The package restore takes a property Version for the project's own and refuses 'next', so there is another name for it.
    private static IEnumerable<string> Version(GlobalProperties given) => given.Find("MigrationVersion") is not null ? given.Option("--version-name", "MigrationVersion") : given.Option("--version-name", "Version");
}
