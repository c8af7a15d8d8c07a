using System.Globalization;
using Migrations.Host.Execution;
using Migrations.Host.Pipelines;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// A run that changes a database may be confirmed with the database's name, and must be where MIGRATIONS_REQUIRE_CONFIRMATION says so: a wrong connection then changes nothing.
internal static class ConfirmOption
{
    private static readonly string RequiredVariable = OptionTable.RequireConfirmation.Variable!;

    public static void Require(Values values, DatabaseSession session)
    {
        if (!session.IsConfirmed)
        {
            Require(values.Text(OptionTable.Confirm), session.Database);
        }
    }

    // For all of several databases, by a command that changes them.
    public static void Require(Values values, int databases)
    {
        if (!values.Takes(OptionTable.Confirm) || values.Flag(OptionTable.RunDryRun))
        {
            return;
        }

        var (given, count) = (values.Text(OptionTable.Confirm), databases.ToString(CultureInfo.InvariantCulture));
        if (given is null ? IsRequired() : given != count)
        {
            throw new MigrationException(
                MigrationErrorCode.NotConfirmed,
                $"{(given is null ? $"{RequiredVariable} requires a confirmation, and none was given" : $"The confirmation says '{given}'")}, but there are {count} databases. Nothing was done. If that is right, confirm how many they are: '--confirm {count}'.");
        }
    }

    // For commands that destroy or claim something: in a terminal, the user is asked if it was not given, unless a program reads what is written there.
    public static void RequireOrAsk(Values values, DatabaseSession session, string consequence) =>
        Require(values.Text(OptionTable.Confirm) ?? (DatabaseOptionsReader.IsJson(values) ? null : Ask(session.Database, consequence)), session.Database);

    // What is typed in a terminal; null without one. A pipeline may have a terminal, but nobody sits there.
    private static string? Ask(string database, string consequence)
    {
        if (Pipeline.IsRunning || Console.IsInputRedirected || Console.IsErrorRedirected)
        {
            return null;
        }

        Console.Error.Write($"{consequence} Type the name of the database, {database}, to continue: ");
        return Console.ReadLine()?.Trim() ?? "";
    }

    private static void Require(string? given, string database)
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
