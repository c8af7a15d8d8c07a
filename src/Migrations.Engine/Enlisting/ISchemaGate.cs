namespace Migrations.Engine.Enlisting;

// Decides what happens to a change of collections or indexes, which no transaction rolls back.
internal interface ISchemaGate
{
    // False when it was not carried out.
    ValueTask<bool> ChangeAsync(SchemaChange change, Func<ValueTask> carryOut, CancellationToken cancellationToken);
}
