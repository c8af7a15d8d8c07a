namespace Migrations.Engine.Enlisting;

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
