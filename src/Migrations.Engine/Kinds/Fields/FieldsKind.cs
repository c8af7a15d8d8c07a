using Migrations.Engine.Model;
using Migrations.Engine.Passes;

namespace Migrations.Engine.Kinds.Fields;

internal sealed class FieldsKind : ServerKind
{
    public override string Name => "fields";

    public override string Summary => "named steps, from which the update and the way back are derived";

    public override bool HasWrittenWayBack => false;

    internal override bool IsDeclaration => true;

    internal override bool Includes(Type migration) => typeof(FieldMigration).IsAssignableFrom(migration);

    // The steps decide, which only the body knows.
    internal override bool IsReversible(Type migration) => false;

    internal override MigrationDescriptor Describe(MigrationDescriptor migration, ICollection<string> faults)
    {
        var fields = faults.Count == 0 && migration.NotWritten is null ? FieldDeclaration.Read(migration.Type) : FieldDeclaration.None;
        foreach (var fault in fields.Faults)
        {
            faults.Add($"- {fault}");
        }

        return migration with { IsReversible = migration.NotWritten is null && fields.Irreversible.Count == 0, IrreversibleSteps = fields.Irreversible };
    }

    // No step applies to its own result.
    public override bool TellsMigrated(DocumentMigration body, MigrationDirection direction) => direction == MigrationDirection.Up;

    public override MigrationException? RefusalOf(string message, MigrationIdentity migration, string collection) => StepRefusal.Of(message, migration, collection);

    public override ServerUpdate UpdateOf(DocumentMigration body, MigrationDirection direction)
    {
        var program = FieldProgram.Of((FieldMigration)body, direction);
        return new ServerUpdate(body.Collection, program.Filter, program.Pipeline) { Steps = program.Steps };
    }

    // Where the author's filter has to tell, it tells for one direction only, or for none.
    public override bool IsRepeatable(DocumentMigration body) => FieldDeclaration.StepsOf((FieldMigration)body).All(s => !s.NeedsFilter);
}
