using Migrations.Engine.Planning;
using MongoDB.Bson;

namespace Migrations.AspNetCore.Runs;

// The runs that requests start: one at a time, since the database has one lock. When the application stops, the run ends after its batch.
internal sealed partial class MigrationRuns(DatabaseAccess database, TimeProvider time, ILogger<MigrationRuns> logger) : IHostedLifecycleService, IDisposable
{
    private const int Remembered = 20;
    private readonly Lock _lock = new();
    private readonly List<MigrationRun> _runs = [];
    private readonly CancellationTokenSource _stopping = new();
    private bool _isDisposed;

    // Null where one is at work already.
    public MigrationRun? TryStart(PlanRequest request)
    {
        MigrationRun run;
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested || _runs.Exists(r => !r.Ended.IsCompleted))
            {
                return null;
            }

            run = new MigrationRun(ObjectId.GenerateNewId().ToString(), request, time.GetUtcNow(), _stopping.Token);
            _runs.Add(run);
            Forget();
        }

        _ = Task.Run(() => CarryOutAsync(run));
        return run;
    }

    // Null if there is none, or it was too long ago.
    public MigrationRun? Find(string id)
    {
        lock (_lock)
        {
            return _runs.Find(r => r.Id == id);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before the web server stops: it waits for clients that listen to the events of a run, and they for the run.
    public Task StoppingAsync(CancellationToken cancellationToken) => _isDisposed ? Task.CompletedTask : _stopping.CancelAsync();

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_isDisposed)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(Running().Select(r => r.Ended)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    // The container has it under two names, and disposes it for each. A host that is disposed without being stopped stops it afterwards.
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _stopping.Cancel();
            _runs.ForEach(r => r.Dispose());
            _stopping.Dispose();
        }
    }

    private List<MigrationRun> Running()
    {
        lock (_lock)
        {
            return _runs.FindAll(r => !r.Ended.IsCompleted);
        }
    }

    private void Forget()
    {
        foreach (var old in _runs.Take(Math.Max(0, _runs.Count - Remembered)).ToList())
        {
            _runs.Remove(old);
            old.Dispose();
        }
    }

    private async Task CarryOutAsync(MigrationRun run)
    {
        var recorder = new RunRecorder(run.Events, new RunLog(logger));
        var (fault, isCancelled) = await FailureOfAsync(run, recorder).ConfigureAwait(false);
        if (fault is not null)
        {
            LogFailed(run.Id, (int)fault.Code, fault.Message, fault.InnerException);
        }

        run.End(new RunOutcome([.. recorder.Steps], fault, isCancelled, time.GetUtcNow()));
    }

    // What stands between the run and its end; null where it got there.
    private async Task<(MigrationException? Fault, bool IsCancelled)> FailureOfAsync(MigrationRun run, RunRecorder recorder)
    {
        try
        {
            var result = await database.NewEngine(TimeSpan.Zero).RunAsync(run.Request, recorder, run.Token).ConfigureAwait(false);
            return (result.Plan.NotWritten is [var held, ..] ? new MigrationException(held.Code, held.Text) : null, false);
        }
        catch (MigrationException e)
        {
            return (e, false);
        }
        catch (OperationCanceledException) when (run.Token.IsCancellationRequested)
        {
            return (new MigrationException(MigrationErrorCode.RunCancelled, "The run was cancelled. What is finished stays finished. Start it again to continue: a document migration goes on at its last checkpoint."), true);
        }
#pragma warning disable CA1031 // The end of a task of its own: whoever asks for the run must learn of any failure.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return (new MigrationException(MigrationErrorCode.Unexpected, $"An error in the tool itself: {e.GetType().Name}: {e.Message}", e), false);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The run {Run} failed: MIG{Code}: {Text}")]
    private partial void LogFailed(string run, int code, string text, Exception? cause);
}
