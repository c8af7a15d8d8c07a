using System.Buffers;
using System.Text;

namespace Migrations.Engine.Database.Connecting;

// Valid names of databases, without the server's own.
internal static class DatabaseName
{
    private const int MaxBytes = 63;
    private static readonly SearchValues<char> Forbidden = SearchValues.Create("/\\. \"$*<>:|?\0");
    private static readonly string[] Servers = ["admin", "local", "config"];

    public static string Require(string name)
    {
        if (FaultOf(name) is { } fault)
        {
            throw new MigrationException(MigrationErrorCode.DatabaseNameUnusable, $"The database '{name}' cannot be migrated: {fault}. Nothing was done. Name the application's database, in the connection string or with '--database NAME'.");
        }

        return name;
    }

    private static int FirstBad(string name) => name.AsSpan().IndexOfAny(Forbidden) is var at and >= 0 ? at : name.ToList().FindIndex(char.IsControl);

    // Null if it can be migrated.
    public static string? FaultOf(string name) =>
        string.IsNullOrWhiteSpace(name) ? "its name is empty"
        : Servers.Contains(name, StringComparer.OrdinalIgnoreCase) ? "it is the server's own"
        : FirstBad(name) is var at and >= 0 ? $"its name contains {(char.IsControl(name[at]) ? "a control character" : $"'{name[at]}'")}, which no server accepts"
        : Encoding.UTF8.GetByteCount(name) > MaxBytes ? $"its name is longer than {MaxBytes} bytes"
        : null;
}
