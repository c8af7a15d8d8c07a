using Microsoft.Build.Framework;
using Migrations.MSBuild.Properties;
using Migrations.Shared;

namespace Migrations.MSBuild.Tasks;

/// <summary>Refuses misspelt options of a target that starts no host: those of global properties that begin with <c>Migration</c>.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckMigrationProperties : Microsoft.Build.Utilities.Task
{
    /// <summary>The command of the host that takes the options.</summary>
    [Required]
    public string Command { get; set; } = "";

    /// <summary>The plugin project, absolute.</summary>
    [Required]
    public string Project { get; set; } = "";

    /// <summary>The project's folder for what the build writes, absolute.</summary>
    [Required]
    public string Intermediate { get; set; } = "";

    /// <summary>The folder of the packages.</summary>
    public string Packages { get; set; } = "";

    /// <inheritdoc />
    public override bool Execute()
    {
        var files = new ProjectFiles(Project, Intermediate, Packages, sdk: AppContext.BaseDirectory);
        foreach (var (code, text) in PropertyCheck.FaultsOf(CommandTable.Of(Command), GlobalProperties.Of(BuildEngine), files.Mention))
        {
            Log.LogError(null, code, null, null, 0, 0, 0, 0, "{0}", text);
        }

        return !Log.HasLoggedErrors;
    }
}
