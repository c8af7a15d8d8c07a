namespace Migrations.Engine.Enlisting;

// Decides what becomes of a change of collections or indexes, which no transaction takes back.
internal interface ISchemaGate
{
    // False when it was not carried out.
    ValueTask<bool> ChangeAsync(SchemaChange change, Func<ValueTask> carryOut, CancellationToken cancellationToken);
}
