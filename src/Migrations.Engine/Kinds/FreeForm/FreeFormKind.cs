using Migrations.Engine.Model;

namespace Migrations.Engine.Kinds.FreeForm;

internal sealed class FreeFormKind : CommandsKind
{
    public override string Name => "free";

    public override string Summary => "any commands";

    internal override bool Includes(Type migration) => typeof(Migration).IsAssignableFrom(migration);

    internal override bool IsReversible(Type migration) => typeof(IReversible).IsAssignableFrom(migration);

    public override Task InvokeAsync(MigrationBody body, MigrationContext context, CancellationToken cancellationToken) => context.Direction == MigrationDirection.Up
        ? ((Migration)body).UpAsync(context, cancellationToken)
        : ((IReversible)body).DownAsync(context, cancellationToken);
}

// The author's own commands: run as a whole, and only visible from outside.
internal abstract class CommandsKind : BodyKind
{
    internal override bool WritesAnywhere => true;

    public abstract Task InvokeAsync(MigrationBody body, MigrationContext context, CancellationToken cancellationToken);
}
