using Migrations.Host.Pipelines;
using Migrations.Shared;

namespace Migrations.Host.Execution;

// A run that changes a database may be confirmed with the database's name, and must be where MIGRATIONS_REQUIRE_CONFIRMATION says so: a wrong connection then changes nothing.
internal static class Confirmation
{
    private static readonly string RequiredVariable = OptionTable.RequireConfirmation.Variable!;

    // What is typed in a terminal; null without one. A pipeline may have a terminal, but nobody sits there.
    public static string? Ask(string database, string consequence)
    {
        if (Pipeline.IsRunning || Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        Console.Error.Write($"{consequence} Type the name of the database, {database}, to continue: ");
        return Console.ReadLine()?.Trim() ?? "";
    }

    public static void Require(string? given, string database)
    {
        if (given is null ? IsRequired() : given != database)
        {
            throw new MigrationException(
                MigrationErrorCode.NotConfirmed,
                $"{(given is null ? $"{RequiredVariable} requires a confirmation, and none was given" : $"The confirmation names '{given}'")}, but the database is '{database}'. Nothing was done. If that is the right one, confirm it: '--confirm {database}'.");
        }
    }

    private static bool IsRequired() => Environment.GetEnvironmentVariable(RequiredVariable) switch
    {
        null or "" or "false" => false,
        "true" => true,
        var other => throw new MigrationException(MigrationErrorCode.UsageInvalid, $"{RequiredVariable} is '{other}', but it takes true or false. Nothing was done. Correct it."),
    };
}
