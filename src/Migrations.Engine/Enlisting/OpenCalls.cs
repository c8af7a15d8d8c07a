using System.Collections.Concurrent;

namespace Migrations.Engine.Enlisting;

// The calls of a body that the server has not answered yet. In a session they go one after the other: a transaction takes no more than one at a time, and authors who start
// several want them all done, in whatever order.
#pragma warning disable CA1001 // The semaphore's wait handle is never used, so there is nothing to dispose of.
internal sealed class OpenCalls(bool inTurn)
#pragma warning restore CA1001
{
    private static readonly AsyncLocal<bool> HasTurn = new();
    private readonly Lock _gate = new();
    private readonly List<Call> _open = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly UnobservedFailures _lost = new();
    private LateCalls? _late;
    private IReadOnlyList<Call>? _left;
    private bool _isClosed;

    // The end of a call is recorded before its caller sees it, so that an awaited call is never open.
    public async ValueTask<object?> RunAsync(string name, bool isInSession, Func<ValueTask<object?>> call, CancellationToken cancellationToken)
    {
        var own = Enter(name);
        try
        {
            return isInSession && inTurn && !HasTurn.Value ? await InTurnAsync(call, cancellationToken).ConfigureAwait(false) : await call().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _lost.Add(name, e);
            throw;
        }
        finally
        {
            Leave(own);
        }
    }

    // For a synchronous method: on the author's own thread from beginning to end, so that many of them do not wait for a thread of the pool that they hold themselves.
    public object? Run(string name, bool isInSession, Func<object?> call, CancellationToken cancellationToken)
    {
        var own = Enter(name);
        try
        {
            return isInSession && inTurn && !HasTurn.Value ? InTurn(call, cancellationToken) : call();
        }
        finally
        {
            Leave(own);
        }
    }

    // No call starts from now on. If the body has succeeded, later ones are recorded.
    public void Close(LateCalls? late = null)
    {
        lock (_gate)
        {
            _isClosed = true;
            _late ??= late;
            _left ??= [.. _open];
        }
    }

    // Waits until all calls have ended, because a transaction must not end before them, and returns those that nobody awaited.
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        Close();
        foreach (var call in _left!)
        {
            await call.Ended.Task.ConfigureAwait(false);
        }

        return [.. _left.Select(c => c.Name), .. await _lost.FindAsync().ConfigureAwait(false)];
    }

    public void Forget()
    {
        Close();
        _lost.Forget();
    }

    public void ThrowIfClosed(string name)
    {
        lock (_gate)
        {
            RefuseIfClosed(name);
        }
    }

    // A call may use another one: inserting documents that are read from a cursor. The outer call sends nothing meanwhile.
    private async ValueTask<object?> InTurnAsync(Func<ValueTask<object?>> call, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        HasTurn.Value = true;
        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private object? InTurn(Func<object?> call, CancellationToken cancellationToken)
    {
        _turn.Wait(cancellationToken);
        HasTurn.Value = true;
        try
        {
            return call();
        }
        finally
        {
            HasTurn.Value = false;
            _turn.Release();
        }
    }

    private Call Enter(string name)
    {
        var call = new Call(name);
        lock (_gate)
        {
            RefuseIfClosed(name);
            _open.Add(call);
        }

        return call;
    }

    private void RefuseIfClosed(string name)
    {
        if (_isClosed)
        {
            _late?.Add(name);
            throw CallRefusal.AfterTheEnd();
        }
    }

    private void Leave(Call call)
    {
        lock (_gate)
        {
            _open.Remove(call);
        }

        call.Ended.SetResult();
    }

    private sealed record Call(string Name)
    {
        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

// Calls of bodies that had returned. They were refused, but nobody may notice that.
internal sealed class LateCalls
{
    private readonly ConcurrentQueue<string> _calls = new();

    public void Add(string call) => _calls.Enqueue(call);

    // Before a step counts as applied.
    public void ThrowIfAny(MigrationIdentity migration)
    {
        if (!_calls.IsEmpty)
        {
            throw CallRefusal.OfLate(migration, [.. _calls]);
        }
    }

    // At the end of a run, when its steps count as applied.
    public void ThrowIfAny()
    {
        if (!_calls.IsEmpty)
        {
            throw CallRefusal.OfTooLate([.. _calls]);
        }
    }
}

// Failed calls that nobody awaited. The runtime reports a failed task that nobody awaited when it collects it; so after a body with a failed call, a collection is forced.
internal sealed class UnobservedFailures
{
    private readonly Lock _gate = new();
    private readonly List<(string Call, Exception Failure)> _failed = [];
    private readonly List<string> _lost = [];

    // Before the task fails, as the runtime may collect at any time.
    public void Add(string call, Exception failure)
    {
        lock (_gate)
        {
            if (_failed.Count == 0)
            {
                TaskScheduler.UnobservedTaskException += Note;
            }

            _failed.Add((call, failure));
        }
    }

    // The calls that nobody awaited, with what they failed with.
    public async Task<IReadOnlyList<string>> FindAsync()
    {
        lock (_gate)
        {
            if (_failed.Count == 0)
            {
                return [];
            }
        }

        // Elsewhere, so that no frame of the body holds its tasks any more.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        lock (_gate)
        {
            return [.. _lost];
        }
    }

    public void Forget()
    {
        lock (_gate)
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }
    }

    private void Note(object? sender, UnobservedTaskExceptionEventArgs unobserved)
    {
        lock (_gate)
        {
            _lost.AddRange(_failed.Where(f => unobserved.Exception.InnerExceptions.Contains(f.Failure)).Select(f => $"{f.Call} (it failed: {f.Failure.Message})"));
        }
    }
}
