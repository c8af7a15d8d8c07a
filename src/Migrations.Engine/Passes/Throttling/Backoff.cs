using System.Security.Cryptography;

namespace Migrations.Engine.Passes.Throttling;

// How long a worker waits before a batch: twice as long after each one that met an overloaded server, half as long again only after several that did not.
internal sealed class Backoff(TimeProvider time)
{
    private const int MostLevels = 8;
    private const int BatchesToRecover = 5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private int _level;
    private int _passed;
    private long? _failingSince;

    public bool IsSlow => _level > 0;

    // Two workers that were turned away together do not come back together.
    public TimeSpan NextPause => Longest * (0.5 + (RandomNumberGenerator.GetInt32(501) / 1000d));

    private TimeSpan Longest => _level == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Min(FirstPause.TotalMilliseconds * Math.Pow(2, _level - 1), LongestPause.TotalMilliseconds));

    // A batch came through, if only after repetitions.
    public void Pass(bool metOverload)
    {
        _failingSince = null;
        if (metOverload)
        {
            Grow();
        }
        else if (IsSlow && ++_passed == BatchesToRecover)
        {
            _level--;
            _passed = 0;
        }
    }

    // A batch did not come through. False when that has been so for too long.
    public bool Fail()
    {
        Grow();
        _failingSince ??= time.GetTimestamp();
        return time.GetElapsedTime(_failingSince.Value) < Patience;
    }

    private void Grow()
    {
        _level = Math.Min(MostLevels, _level + 1);
        _passed = 0;
    }
}
