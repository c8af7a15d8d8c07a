namespace Migrations.LocalServer.Gateway.Faults;

internal sealed class FailPoints
{
    private readonly Lock _gate = new();
    private FailPoint? _armed;
    private int _hits;

    // Returns how often the one before was hit, as MongoDB does.
    public int Arm(FailPoint? failPoint)
    {
        lock (_gate)
        {
            _armed = failPoint;
            return Interlocked.Exchange(ref _hits, 0);
        }
    }

    public FailAction? Hit(string command, string? appName)
    {
        lock (_gate)
        {
            var action = _armed?.Hit(command, appName);
            _hits += action is null ? 0 : 1;
            return action;
        }
    }
}
