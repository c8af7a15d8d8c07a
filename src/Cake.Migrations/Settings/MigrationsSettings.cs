using Cake.Core.IO;
using Cake.Core.Tooling;

namespace Cake.Migrations;

// Written from the table of options, src/Shared/Options/OptionTable.cs; docs/options.md says how.
/// <summary>The settings of every alias. The connection string is not one of them: the host reads it from MIGRATIONS_CONNECTION.</summary>
public class MigrationsSettings : ToolSettings
{
    /// <summary>The host assembly, <c>migrations.dll</c>. Default: the one of this addin's package.</summary>
    public FilePath? Host { get; set; }

    /// <summary>The plugin assembly. Default: the one that the project builds, or the only plugin in this folder. Environment: MIGRATIONS_ASSEMBLY.</summary>
    public FilePath? Assembly { get; set; }

    /// <summary>The folder of the plugin project, for source places in messages.</summary>
    public DirectoryPath? ProjectDirectory { get; set; }

    /// <summary>The database. Default: the one in the connection string; on the local server, one named after the plugin. Environment: MIGRATIONS_DATABASE.</summary>
    public string? Database { get; set; }

    /// <summary>Fail where MIGRATIONS_CONNECTION is not set, and never use the local server instead; as with CI=true.</summary>
    public bool NoLocalServer { get; set; }

    /// <summary>The prefix of the names of the state collections. Default: _migrations. Environment: MIGRATIONS_STATE_PREFIX.</summary>
    public string? StatePrefix { get; set; }

    /// <summary>The format of the result; json is one document on standard output. text or json. Default: text.</summary>
    public string? Output { get; set; }

    /// <summary>Only this tree. Default: all.</summary>
    public string? Tree { get; set; }
}
