using System.Text;

namespace Migrations.Engine.Storage;

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

    public static string? FaultOf(string prefix) =>
        string.IsNullOrWhiteSpace(prefix) ? "is empty"
        : prefix.StartsWith("system.", StringComparison.Ordinal) || prefix == "system" ? "is the server's own"
        : prefix.StartsWith('.') || prefix.EndsWith('.') ? "begins or ends with a dot"
        : prefix.FirstOrDefault(c => c is '$' or '"' or '\\' || char.IsWhiteSpace(c) || char.IsControl(c), Unharmed) is var bad && bad != Unharmed ? $"contains {(char.IsControl(bad) ? "a control character" : $"'{bad}'")}"
        : Encoding.UTF8.GetByteCount(prefix) > MaxBytes ? $"is longer than {MaxBytes} bytes"
        : null;
}
