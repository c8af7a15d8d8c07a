using MongoDB.Bson;
using Migrations.Engine.Database;
using Migrations.Engine.Database.Failures;

namespace Migrations.TestKit;

internal sealed class RecordedSession(RecordingChannel channel, int number) : IChannelSession
{
    private bool _isDisposed;

    public int Number => number;

    public BsonDocument Id => new() { { "id", number } };

    public bool IsInTransaction { get; private set; }

    public void StartTransaction()
    {
        ThrowIfDisposed();
        if (IsInTransaction)
        {
            throw new InvalidOperationException("The session has a transaction already.");
        }

        IsInTransaction = true;
        channel.Write($"[{number}] start transaction");
    }

    public async Task CommitTransactionAsync(CancellationToken cancellationToken)
    {
        await EndAsync("commitTransaction", "commit", cancellationToken);
    }

    public async Task AbortTransactionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await EndAsync("abortTransaction", "abort", cancellationToken);
        }
        catch (DatabaseException)
        {
            // As the interface says: errors of an abort are of no consequence.
        }
    }

    // Three attempts are enough for a script; the real client stops by time.
    public async Task<T> WithTransactionAsync<T>(Func<CancellationToken, Task<T>> body, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            StartTransaction();
            try
            {
                var result = await body(cancellationToken);
                if (IsInTransaction)
                {
                    await CommitTransactionAsync(cancellationToken);
                }

                return result;
            }
            catch (DatabaseException e) when (e.HasErrorLabel("TransientTransactionError") && attempt < 3)
            {
                await AbortIfOpenAsync();
            }
            catch
            {
                await AbortIfOpenAsync();
                throw;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            await AbortIfOpenAsync();
            _isDisposed = true;
        }
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private async Task AbortIfOpenAsync()
    {
        if (IsInTransaction)
        {
            await AbortTransactionAsync(CancellationToken.None);
        }
    }

    // Scripted under the server's command name, so that a test can fail a commit; written down as a word of the session.
    private async Task EndAsync(string commandName, string word, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (!IsInTransaction)
        {
            throw new InvalidOperationException("The session has no transaction.");
        }

        IsInTransaction = false;
        channel.Write($"[{number}] {word}");
        channel.AnswerUnrecorded(commandName);
        await Task.CompletedTask;
    }
}
