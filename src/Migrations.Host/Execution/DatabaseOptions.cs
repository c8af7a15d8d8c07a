using System.Text;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;
using Migrations.Host.Projects;

namespace Migrations.Host.Execution;

// What a command on a database was told, by option, by environment variable, or by default: CommandLine/DatabaseOptionsReader.cs reads it, DatabaseSession passes it on to the engine.
internal sealed record DatabaseOptions
{
    public string? Assembly { get; init; }

    // For a plugin whose assembly was not named.
    public ProjectRequest Project { get; init; } = new();

    public string? Database { get; init; }

    // Not even where no connection string is set.
    public bool NeverUsesLocalServer { get; init; }

    // In a pipeline, some warnings are errors.
    public bool IsPipeline { get; init; }

    // Whether the command first says which database it works on, because it changes it.
    public bool SaysWhere { get; init; }

    public required string StatePrefix { get; init; }

    public bool IsJson { get; init; }

    public string? ProjectDirectory { get; init; }

    public required RunSettings Run { get; init; }

    public required LockOptions Lock { get; init; }
}

// Valid prefixes for the names of the state collections.
internal static class StatePrefix
{
    // The name of a collection takes 255 bytes together with the database's; the longest of ours is '.components'.
    private const int MaxBytes = 120;
    private const char Unharmed = 'x';

    public static string Require(string prefix)
    {
        if (FaultOf(prefix) is { } fault)
        {
            throw new MigrationException(MigrationErrorCode.StatePrefixUnusable, $"The prefix of the state collections is '{prefix}', which {fault}. Nothing was done. Give another with '--state-prefix' or MIGRATIONS_STATE_PREFIX, for example {StateNames.DefaultPrefix}.");
        }

        return prefix;
    }

    private static string? FaultOf(string prefix) =>
        string.IsNullOrWhiteSpace(prefix) ? "is empty"
        : prefix.StartsWith("system.", StringComparison.Ordinal) || prefix == "system" ? "is the server's own"
        : prefix.StartsWith('.') || prefix.EndsWith('.') ? "begins or ends with a dot"
        : prefix.FirstOrDefault(c => c is '$' or '"' or '\\' || char.IsWhiteSpace(c) || char.IsControl(c), Unharmed) is var bad && bad != Unharmed ? $"contains {(char.IsControl(bad) ? "a control character" : $"'{bad}'")}"
        : Encoding.UTF8.GetByteCount(prefix) > MaxBytes ? $"is longer than {MaxBytes} bytes"
        : null;
}
