using System.Globalization;
using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Failures;

namespace Migrations.LocalServer.Gateway.Sessions;

// A write that is repeated with the same number gets the first reply.
internal static class RetryableWrites
{
    public static async Task<RawDocument> RunAsync(ServerSession session, long number, Func<Task<RawDocument>> write, CancellationToken cancellationToken)
    {
        await session.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (number < session.LastNumber)
            {
                throw new CommandFailure(ServerError.TransactionTooOld,
                    string.Create(CultureInfo.InvariantCulture, $"Retryable write with txnNumber {number} is prohibited on session because a newer one with txnNumber {session.LastNumber} has already started."));
            }

            if (number == session.LastNumber && session.LastReply is { } former)
            {
                return former;
            }

            if (session.State == TransactionState.Active)
            {
                await session.AbortAsync().ConfigureAwait(false);
            }

            session.BeginWrite(number);
            var reply = await write().ConfigureAwait(false);
            session.Remember(reply);
            return reply;
        }
        finally
        {
            session.Leave();
        }
    }
}
