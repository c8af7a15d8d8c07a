using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Cake.Migrations;

/// <summary>The settings of every alias. The connection string is not one of them: the host reads it from MIGRATIONS_CONNECTION.</summary>
public class MigrationsSettings : ToolSettings
{
    /// <summary>The host assembly, <c>migrations.dll</c>. Default: the one of this addin's package.</summary>
    public FilePath? Host { get; set; }

    /// <summary>The plugin assembly.</summary>
    public FilePath? Assembly { get; set; }

    /// <summary>The folder of the plugin project, for file names in messages.</summary>
    public DirectoryPath? ProjectDirectory { get; set; }

    /// <summary>The database. Default: the one of the connection string.</summary>
    public string? Database { get; set; }

    /// <summary>Whether a run fails if MIGRATIONS_CONNECTION is not set, instead of using the local server; as with CI=true. Default: false.</summary>
    public bool NoLocalServer { get; set; }

    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }

    /// <summary>Whether the result is one JSON document on standard output. Default: false.</summary>
    public bool Json { get; set; }
}
