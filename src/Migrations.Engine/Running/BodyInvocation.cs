using Migrations.Channel;

namespace Migrations.Engine.Running;

internal static class BodyInvocation
{
    public static async Task InvokeAsync(MigrationBody body, MigrationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await DispatchAsync(body, context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!IsForTheEngine(e))
        {
            var place = SourcePlace.Of(e);
            throw new MigrationException(
                MigrationErrorCode.MigrationFailed,
                $"Migration {context.Migration} '{context.Migration.Title}' failed: {e.GetType().Name}: {e.Message} Later migrations were not run. Correct it and run again.",
                e)
            {
                File = place?.File,
                Line = place?.Line ?? 0,
            };
        }
    }

    // Transient errors are the transaction loop's affair, cancellation and our own errors speak for themselves.
    private static bool IsForTheEngine(Exception e) => e is OperationCanceledException or MigrationException and not MongoException || e is MongoException { ErrorLabels.Count: > 0 };

    private static Task DispatchAsync(MigrationBody body, MigrationContext context, CancellationToken cancellationToken) => (body, context.Direction) switch
    {
        (Migration migration, MigrationDirection.Up) => migration.UpAsync(context, cancellationToken),
        (IReversible migration, MigrationDirection.Down) => migration.DownAsync(context, cancellationToken),
        (CollectionMigration migration, MigrationDirection.Up) => migration.UpAsync(context.GetCollection(migration.Collection), context, cancellationToken),
        (IReversibleCollection migration, MigrationDirection.Down) => migration.DownAsync(context.GetCollection(((CollectionMigration)body).Collection), context, cancellationToken),
        _ => throw new InvalidOperationException($"{body.GetType()} has no free-form body going {context.Direction}."),
    };
}
