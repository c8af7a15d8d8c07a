using Migrations.Engine.Model;

namespace Migrations.Engine.Kinds.FreeForm;

// The author's own commands: run as a whole, and only visible from outside.
internal abstract class CommandsKind : BodyKind
{
    internal override bool WritesAnywhere => true;

    public abstract Task InvokeAsync(MigrationBody body, MigrationContext context, CancellationToken cancellationToken);
}
