using Cake.Core.IO;

namespace Cake.Migrations;

/// <summary>How the plugin's revisions are drawn.</summary>
public sealed class GraphSettings : MigrationsSettings
{
    /// <summary><c>mermaid</c> or <c>svg</c>. Default: mermaid.</summary>
    public string? Format { get; set; }

    /// <summary>The file to write. Default: standard output.</summary>
    public FilePath? Out { get; set; }
}
