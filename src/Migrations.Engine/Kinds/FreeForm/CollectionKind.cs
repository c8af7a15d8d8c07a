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

// A collection migration, whatever the class of its documents is.
internal abstract class CollectionBody
{
    public abstract string Collection { get; }

    public abstract bool MayBeMissing { get; }

    public static bool IsOf(Type migration) => DocumentOf(migration) is not null;

    // Null for migrations of other kinds.
    public static CollectionBody? Of(MigrationBody body) =>
        DocumentOf(body.GetType()) is { } document ? (CollectionBody)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(document), body)! : null;

    public abstract Task UpAsync(MigrationContext context, CancellationToken cancellationToken);

    // The type argument of CollectionMigration<T>, found up the chain of base types.
    private static Type? DocumentOf(Type migration)
    {
        for (var type = migration; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(CollectionMigration<>))
            {
                return type.GenericTypeArguments[0];
            }
        }

        return null;
    }

#pragma warning disable CA1812 // It is created by its type.
    private sealed class Typed<T>(CollectionMigration<T> migration) : CollectionBody
        where T : class
#pragma warning restore CA1812
    {
        public override string Collection => migration.Collection;

        public override bool MayBeMissing => migration.MayBeMissing;

        public override Task UpAsync(MigrationContext context, CancellationToken cancellationToken) => migration.UpAsync(context.GetCollection<T>(migration.Collection), context, cancellationToken);
    }
}
