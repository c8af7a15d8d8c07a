using Migrations.Host.Pipelines;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage.Locking;
using Migrations.Host.Execution;
using Migrations.Host.Plugins;
using Migrations.Host.Projects;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// Reads the options of every command on a database. Those that a command does not take have their defaults.
internal static class DatabaseOptionsReader
{
    public static DatabaseOptions Read(Values values) => new()
    {
        Assembly = Assembly(values),
        Project = Project(values),
        Database = values.Text(OptionTable.Database),
        NeverUsesLocalServer = values.Flag(OptionTable.NoLocalServer),
        IsPipeline = Pipeline.IsRunning,
        StatePrefix = values.Text(OptionTable.StatePrefix)!,
        IsJson = IsJson(values),
        ProjectDirectory = values.Text(OptionTable.ProjectDirectory),
        Run = new RunSettings
        {
            Transaction = values.Word<TransactionMode>(OptionTable.Transaction),
            BatchSize = values.Number(OptionTable.BatchSize),
            Workers = values.Number(OptionTable.Workers),
            OnDocumentError = values.Word<OnDocumentError>(OptionTable.OnDocumentError),
            LimitErrors = values.Number(OptionTable.LimitErrors),
            MaxReplicationLag = values.Seconds(OptionTable.MaxReplicationLag),
        },
        Lock = new LockOptions { Lease = values.Seconds(OptionTable.LockLease), Wait = values.Seconds(OptionTable.LockWait) },
    };

    public static ProjectRequest Project(Values values) => new()
    {
        Project = values.Filled(OptionTable.Project),
        SkipsBuild = values.Flag(OptionTable.NoBuild),
        Configuration = values.Filled(values.Takes(OptionTable.BundleConfiguration) ? OptionTable.BundleConfiguration : OptionTable.Configuration),
        Framework = values.Filled(OptionTable.Framework),
    };

    // A named project wins over the assembly of the environment.
    private static string? Assembly(Values values) => !values.Has(OptionTable.Project) ? values.Filled(OptionTable.Assembly)
        : !values.Has(OptionTable.Assembly) ? null
        : throw new MigrationException(MigrationErrorCode.OptionInvalid, "Both '--project' and '--assembly' were given, and each names a plugin. Nothing was done. Give one of them.");

    // The folder of the plugin's project, for source places. Null if it is not known.
    public static string? ProjectFolder(Values values) =>
        values.Filled(OptionTable.ProjectDirectory) ?? (BundledPlugin.Current is null && values.Takes(OptionTable.NoBuild) && (values.Has(OptionTable.Project) || values.Filled(OptionTable.Assembly) is null)
            ? Path.GetDirectoryName(ProjectSearch.TryFind(Directory.GetCurrentDirectory(), values.Filled(OptionTable.Project)))
            : null);

    public static bool IsJson(Values values) => values.IsWord(OptionTable.Output, "json");
}
