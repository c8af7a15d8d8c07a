namespace Migrations.Engine.Enlisting;

// For a run that will be rolled back: changes are listed, but not carried out.
internal sealed class DryRunSchemaChanges(Action<ReportedAction> note) : ISchemaGate
{
    public ValueTask<bool> ChangeAsync(SchemaChange change, Func<ValueTask> carryOut, CancellationToken cancellationToken)
    {
        note(new ReportedAction { Description = $"Would run {change.Command}", Collection = change.Collection, Kind = ActionKind.Schema });
        return ValueTask.FromResult(false);
    }
}
