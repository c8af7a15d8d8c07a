using Migrations.Channel;
using Migrations.Engine.Guarding;

namespace Migrations.Engine.Running;

// Runs a free-form body: as a whole in one transaction, or without one.
internal sealed class FreeFormStep(ICommandChannel channel, StepRecord record)
{
    public async Task RunAsync(StepScope scope, CancellationToken cancellationToken)
    {
        var counting = new CountingChannel(new FencedChannel(channel, scope.Lease));
        if (scope.Sessions is [var session, ..])
        {
            await RunInTransactionAsync(scope, session, counting, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await record.MarkPartialAsync(scope, cancellationToken).ConfigureAwait(false);
            await RunBodyAsync(scope, counting, counting, null, cancellationToken).ConfigureAwait(false);
            await record.FinishAsync(scope, null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunInTransactionAsync(StepScope scope, IChannelSession session, CountingChannel counting, CancellationToken cancellationToken)
    {
        var schema = new SchemaChannel(counting);
        try
        {
            await session.WithTransactionAsync(
                async token =>
                {
                    scope.ForgetActions();
                    counting.Reset();
                    schema.BeginAttempt();
                    await RunBodyAsync(scope, schema, counting, session, token).ConfigureAwait(false);
                    await record.FinishAsync(scope, session, token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            await UndoSchemaAsync(schema, failure).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task RunBodyAsync(StepScope scope, ICommandChannel bodyChannel, CountingChannel counting, IChannelSession? session, CancellationToken cancellationToken)
    {
        var context = scope.CreateContext(bodyChannel, session);
        var body = scope.CreateBody();
        await BodyInvocation.InvokeAsync(body, context, cancellationToken).ConfigureAwait(false);
        scope.Counts = counting.Counts;
        await PostCondition.CheckAsync(body, context, cancellationToken).ConfigureAwait(false);
    }

    // The data went back with the transaction; collections and indexes, which were changed outside it, follow.
    private static async Task UndoSchemaAsync(SchemaChannel schema, Exception failure)
    {
        try
        {
            await schema.UndoAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (MongoException undo)
        {
            throw new MigrationException(
                MigrationErrorCode.MigrationFailed,
                $"{failure.Message} Its data were rolled back, but not all of its changes of collections and indexes: {undo.Message} Look at them before running again.",
                failure);
        }
    }
}
