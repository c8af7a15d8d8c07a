using Migrations.Host.Fleets;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Which databases, if they are several.
internal static class FleetOptions
{
    private static readonly OptionRow[] Naming = [OptionTable.Databases, OptionTable.DatabasesFile, OptionTable.DatabasesFrom];
    private static readonly OptionRow[] OfSeveral = [OptionTable.NewDatabases, OptionTable.Parallel, OptionTable.Canary, OptionTable.MaxFailures];
    private static readonly OptionRow[] OfOne = [OptionTable.Database, OptionTable.Reviewed, OptionTable.PlanOut, OptionTable.Expires];

    public static bool AreGiven(Values values) => Naming.Any(values.IsGiven);

    // Null for one database.
    public static FleetRequest? Read(Values values, string command)
    {
        if (!AreGiven(values))
        {
            return OfSeveral.FirstOrDefault(values.IsGiven) is { } lost ? throw Refused(lost, "is about several databases, and none were named", $"Leave it out, or name them with '{OptionTable.Databases.Option}'") : null;
        }

        if (OfOne.FirstOrDefault(values.IsGiven) is { } single)
        {
            throw Refused(single, "is about one database, and several were named", single == OptionTable.Database ? $"Give either '{single.Option}' or '{Naming.First(values.IsGiven).Option}'" : "Leave it out, or run the command for that database alone");
        }

        return new FleetRequest
        {
            Command = command,
            Names = values.List(OptionTable.Databases),
            File = values.Filled(OptionTable.DatabasesFile),
            Collection = values.Filled(OptionTable.DatabasesFrom),
            AllowsNew = values.Flag(OptionTable.NewDatabases),
            Canaries = [.. values.List(OptionTable.Canary).SelectMany(c => c.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
            Parallel = values.Number(OptionTable.Parallel),
            MaxFailures = values.Takes(OptionTable.MaxFailures) && values.Number(OptionTable.MaxFailures) is > 0 and var most ? most : null,
        };
    }

    private static MigrationException Refused(OptionRow row, string fact, string cure) => new(MigrationErrorCode.FleetOptionRefused, $"'{row.Option}' {fact}. Nothing was done. {cure}.");
}
