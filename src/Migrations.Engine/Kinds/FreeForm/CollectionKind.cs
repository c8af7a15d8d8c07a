namespace Migrations.Engine.Kinds.FreeForm;

internal sealed class CollectionKind : CommandsKind
{
    public override string Name => "collection";

    public override string Summary => "one collection";

    internal override bool Includes(Type migration) => CollectionBody.IsOf(migration);

    internal override bool IsReversible(Type migration) => typeof(IReversibleCollection).IsAssignableFrom(migration);

    internal override string? CollectionOf(MigrationBody body) => Body(body).Collection;

    internal override bool MayBeMissing(MigrationBody body) => Body(body).MayBeMissing;

    public override Task InvokeAsync(MigrationBody body, MigrationContext context, CancellationToken cancellationToken) => context.Direction == MigrationDirection.Up
        ? Body(body).UpAsync(context, cancellationToken)
        : ((IReversibleCollection)body).DownAsync(context.GetCollection(Body(body).Collection), context, cancellationToken);

    private static CollectionBody Body(MigrationBody body) => CollectionBody.Of(body)!;
}
