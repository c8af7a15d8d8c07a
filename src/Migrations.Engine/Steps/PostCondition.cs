using Migrations.Engine.Wording;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Model;

namespace Migrations.Engine.Steps;

internal static class PostCondition
{
    public static async Task CheckAsync(MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        if (context.Direction == MigrationDirection.Up)
        {
            await VerifyAsync(body, visit, context, cancellationToken).ConfigureAwait(false);
        }

        visit.LateCalls.ThrowIfAny(context.Migration);
    }

    private static async Task VerifyAsync(MigrationBody body, AuthorVisit visit, MigrationContext context, CancellationToken cancellationToken)
    {
        try
        {
            await body.VerifyAsync(context, cancellationToken).ConfigureAwait(false);
            visit.Succeed();
            if (await visit.EndAsync().ConfigureAwait(false) is { Count: > 0 } open)
            {
                throw CallRefusal.OfUnawaited(open);
            }

            visit.ThrowIfFaulted();
        }
        catch (Exception e) when (e is not OperationCanceledException && visit.FindTransient(e) is { } transient)
        {
            throw transient;
        }
        catch (Exception e) when (e is not OperationCanceledException and not MigrationException { Code: MigrationErrorCode.LockLost })
        {
            throw new MigrationException(
                MigrationErrorCode.PostConditionFailed,
                $"Migration {context.Migration} '{context.Migration.Title}' ran, but its own check failed: {Sentence.Of(e.Message)} It does not count as applied. {RunAgain.CorrectedWithData}",
                e);
        }
    }
}
