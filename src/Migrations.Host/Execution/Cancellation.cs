using System.Runtime.InteropServices;

namespace Migrations.Host.Execution;

// Ctrl-C, SIGTERM and, if asked for, the end of standard input stop a run cleanly. The second signal is left to the runtime, which ends the process.
internal sealed class Cancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Action _asked;
    private int _isAsked;
    private readonly List<PosixSignalRegistration> _signals = [];

    // 'asked' is called once, when somebody asks to stop.
    public Cancellation(Action asked)
    {
        _asked = asked;
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
        {
            _signals.Add(PosixSignalRegistration.Create(signal, Handle));
        }
    }

    public CancellationToken Token => _source.Token;

    public void WatchStandardInput() => _ = CancelAtEndAsync(Console.OpenStandardInput());

    public void Dispose()
    {
        _signals.ForEach(s => s.Dispose());
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = !_source.IsCancellationRequested;
        Cancel();
    }

    private async Task CancelAtEndAsync(Stream input)
    {
        var buffer = new byte[256];
        while (await input.ReadAsync(buffer).ConfigureAwait(false) > 0)
        {
            // The content does not matter; only its end does.
        }

        Cancel();
    }

    private void Cancel()
    {
        try
        {
            if (Interlocked.Exchange(ref _isAsked, 1) == 0)
            {
                _asked();
            }

            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The command has already ended.
        }
    }
}
