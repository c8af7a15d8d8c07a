using System.Runtime.CompilerServices;

namespace Migrations.AspNetCore.Runs;

// One event of a run, numbered from 1, as a client of the server-sent events receives it.
internal sealed record RunEvent(long Number, string Type, object Data);

// The newest events of a run: a client that comes late, or comes back, reads them from where it was. Progress replaces the progress before it.
internal sealed class RunEvents
{
    public const string Progress = "progress";

    private const int Kept = 1000;
    private readonly Lock _lock = new();
    private readonly List<RunEvent> _events = [];
    private TaskCompletionSource _next = NewSignal();
    private long _number;
    private bool _isEnded;

    public void Add(string type, object data) => Publish(type, data, isLast: false);

    // The last event; readers end after it.
    public void End(string type, object data) => Publish(type, data, isLast: true);

    public async IAsyncEnumerable<RunEvent> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var (events, isEnded, next) = Take(after);
            foreach (var happened in events)
            {
                after = happened.Number;
                yield return happened;
            }

            if (isEnded)
            {
                yield break;
            }

            await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private (List<RunEvent> Events, bool IsEnded, Task Next) Take(long after)
    {
        lock (_lock)
        {
            return (_events.FindAll(e => e.Number > after), _isEnded, _next.Task);
        }
    }

    private void Publish(string type, object data, bool isLast)
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            if (_events is [.., { Type: Progress }] && type == Progress)
            {
                _events.RemoveAt(_events.Count - 1);
            }

            _events.Add(new RunEvent(++_number, type, data));
            _events.RemoveRange(0, Math.Max(0, _events.Count - Kept));
            _isEnded |= isLast;
            (waiting, _next) = (_next, NewSignal());
        }

        waiting.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
