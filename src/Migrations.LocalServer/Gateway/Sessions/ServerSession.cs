using System.Diagnostics.CodeAnalysis;
using Migrations.Bytes;
using Migrations.LocalServer.Gateway.Sql;
using Npgsql;

namespace Migrations.LocalServer.Gateway.Sessions;

// What the server remembers of one logical session. Commands of a session run one at a time.
[SuppressMessage("Design", "CA1001", Justification = "A SemaphoreSlim whose wait handle is never taken holds nothing to give back.")]
internal sealed class ServerSession(TimeProvider time)
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public long LastNumber { get; private set; } = -1;

    public TransactionState State { get; private set; }

    public NpgsqlConnection? Connection { get; private set; }

    // The reply to the retryable write of LastNumber.
    public RawDocument? LastReply { get; private set; }

    public long LastUsed { get; private set; } = time.GetTimestamp();

    public long TransactionStarted { get; private set; }

    public Task EnterAsync(CancellationToken cancellationToken)
    {
        LastUsed = time.GetTimestamp();
        return _gate.WaitAsync(cancellationToken);
    }

    public bool TryEnter() => _gate.Wait(0);

    public void Leave() => _gate.Release();

    public void BeginWrite(long number)
    {
        LastNumber = number;
        LastReply = null;
        State = TransactionState.None;
    }

    public void Remember(RawDocument reply) => LastReply = reply;

    public void Begin(long number, NpgsqlConnection connection)
    {
        LastNumber = number;
        LastReply = null;
        Connection = connection;
        State = TransactionState.Active;
        TransactionStarted = time.GetTimestamp();
    }

    // The connection goes back to the pool once its transaction has ended.
    public async Task EndAsync(string sql, TransactionState state)
    {
        var connection = Connection;
        Connection = null;
        State = state;
        if (connection is null)
        {
            return;
        }

        await using (connection.ConfigureAwait(false))
        {
            var command = new NpgsqlCommand(sql, connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    public async Task AbortAsync()
    {
        try
        {
            await EndAsync("ROLLBACK", TransactionState.Aborted).ConfigureAwait(false);
        }
        catch (Exception exception) when (SqlFailure.IsConnectionLoss(exception))
        {
            // The backend is gone, and so is its transaction.
        }
    }
}

internal enum TransactionState
{
    None,
    Active,
    Committed,
    Aborted,
}
