using Microsoft.Build.Framework;

namespace Migrations.MSBuild.Tasks;

/// <summary>Creates a tree. Options are global properties: Name, Lines, DefaultLine, Description, DeclaredByApplication.</summary>
[MSBuildMultiThreadableTask]
public sealed class AddMigrationTree : SourceTask
{
    /// <inheritdoc />
    public override bool Execute()
    {
        if (Given.Find("Name") is not { } name)
        {
            Error("MIG1001", "A new tree needs a name. Nothing was created. Give it: dotnet build -t:AddMigrationTree -p:Name=datasets");
            return false;
        }

        return Create(
        [
            "add-tree", "--name", name, .. Given.Option("--lines", "Lines"), .. Given.Option("--default-line", "DefaultLine"), .. Given.Option("--description", "Description"),
            .. Flag("--declared-by-application", "DeclaredByApplication"),
        ]);
    }
}
