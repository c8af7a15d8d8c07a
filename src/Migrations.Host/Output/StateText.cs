using Migrations.Engine.Reporting;
using Migrations.Engine.State;

namespace Migrations.Host.Output;

internal static class StateText
{
    public static string Of(MigrationStatus migration) => (migration.Migration, migration.Record) switch
    {
        (null, { IsApplied: true }) => "applied, missing in the plugin",
        (null, _) => "missing in the plugin",
        (_, null) => "pending",
        (_, { Status: AppliedStatus.Running }) => "running",
        (_, { Status: AppliedStatus.Failed } record) => $"failed: {record.Error}",
        (_, { Status: AppliedStatus.RolledBack }) => "pending (rolled back)",
        ({ } plugin, { } record) when record.Checksum != plugin.Checksum => "applied, changed since",
        (_, { IsStamped: true }) => "applied (by init)",
        _ => "applied",
    };
}
