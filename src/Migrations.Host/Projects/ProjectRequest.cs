namespace Migrations.Host.Projects;

// The options about the plugin's project, as they were given.
internal sealed record ProjectRequest
{
    // A project file, or the folder that has one.
    public string? Project { get; init; }

    public bool SkipsBuild { get; init; }

    // Null: what the project itself says.
    public string? Configuration { get; init; }

    public string? Framework { get; init; }
}
