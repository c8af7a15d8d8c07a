using Migrations.Host.Pipelines;
using Migrations.Engine.Steps;
using Migrations.Host.Execution;
using Migrations.Shared;

namespace Migrations.Host.CommandLine;

// The settings of every command on a database. Options that a command does not take have their defaults.
internal static class SettingsOptions
{
    public static HostSettings Read(Values values) => new()
    {
        Assembly = values.Text(OptionTable.Assembly),
        Database = values.Text(OptionTable.Database),
        NeverUsesLocalServer = values.Flag(OptionTable.NoLocalServer),
        IsPipeline = Pipeline.IsRunning,
        StatePrefix = values.Text(OptionTable.StatePrefix)!,
        IsJson = IsJson(values),
        ProjectDirectory = values.Text(OptionTable.ProjectDirectory),
        Transaction = values.Word<TransactionMode>(OptionTable.Transaction),
        BatchSize = values.Number(OptionTable.BatchSize),
        Workers = values.Number(OptionTable.Workers),
        OnDocumentError = values.Word<OnDocumentError>(OptionTable.OnDocumentError),
        LimitErrors = values.Number(OptionTable.LimitErrors),
        MaxReplicationLag = values.Seconds(OptionTable.MaxReplicationLag),
        LockLease = values.Seconds(OptionTable.LockLease),
        LockWait = values.Seconds(OptionTable.LockWait),
    };

    public static bool IsJson(Values values) => values.IsWord(OptionTable.Output, "json");
}
