using Microsoft.Build.Framework;

namespace Migrations.MSBuild.Tasks;

/// <summary>Creates a tree. Options are global properties: Name, Lines, DefaultLine, Description, DeclaredByApplication.</summary>
[MSBuildMultiThreadableTask]
public sealed class AddMigrationTree : SourceTask
{
    /// <inheritdoc />
    public override bool Execute()
    {
        var given = ReadGlobalProperties();
        if (given.Find("Name") is not { } name)
        {
            Error("MIG1001", "A new tree needs a name. Nothing was created. Give it: dotnet build -t:AddMigrationTree -p:Name=datasets");
            return false;
        }

        return Create(
        [
            "add-tree", "--name", name, .. given.Option("--lines", "Lines"), .. given.Option("--default-line", "DefaultLine"), .. given.Option("--description", "Description"),
            .. Flag(given, "--declared-by-application", "DeclaredByApplication"),
        ]);
    }
}
