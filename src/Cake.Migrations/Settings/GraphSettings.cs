using Cake.Core.IO;

namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>How to draw the plugin's revisions.</summary>
public sealed class GraphSettings : MigrationsSettings
{
    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>The format of the picture. mermaid or svg. Default: mermaid.</summary>
    public string? Format { get; set; }

    /// <summary>The file to write. Default: standard output.</summary>
    public FilePath? Out { get; set; }
}
