using Migrations.Channel;

namespace Migrations.Engine.Running;

internal static class PostCondition
{
    public static async Task CheckAsync(MigrationBody body, MigrationContext context, CancellationToken cancellationToken)
    {
        if (context.Direction == MigrationDirection.Down)
        {
            return;
        }

        try
        {
            await body.VerifyAsync(context, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException and not MongoException)
        {
            throw new MigrationException(
                MigrationErrorCode.PostConditionFailed,
                $"Migration {context.Migration} '{context.Migration.Title}' ran, but its own check failed: {e.Message} It does not count as applied. Correct the migration or the data and run again.",
                e);
        }
    }
}
