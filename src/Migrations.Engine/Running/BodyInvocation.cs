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
            throw new MigrationException(
                MigrationErrorCode.MigrationFailed,
                $"Migration {context.Migration} '{context.Migration.Title}' failed: {e.GetType().Name}: {e.Message} {Place(e)}Later migrations were not run. Correct it and run again.",
                e);
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

    // The author's own line, so that an editor can go there.
    private static string Place(Exception e)
    {
        var frame = new System.Diagnostics.StackTrace(e, fNeedFileInfo: true).GetFrames().FirstOrDefault(f => f.GetFileName() is not null && f.GetMethod()?.DeclaringType?.Namespace?.StartsWith("Migrations.Engine", StringComparison.Ordinal) != true);
        return frame is null ? "" : $"({Path.GetFileName(frame.GetFileName())}:{frame.GetFileLineNumber()}) ";
    }
}
