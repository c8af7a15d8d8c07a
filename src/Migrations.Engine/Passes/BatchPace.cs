namespace Migrations.Engine.Passes;

// How many documents the next batch has: as many as the server migrates in a tenth of a second, so that no batch holds anything for long and cancelling is quick.
internal sealed class BatchPace
{
    private const int Least = 50;
    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(200);
    private readonly int _most;
    private readonly TimeProvider _time;
    private long _started;

    public BatchPace(int most, TimeProvider time)
    {
        _most = most;
        _time = time;
        Size = most;
    }

    public int Size { get; private set; }

    public void Begin() => _started = _time.GetTimestamp();

    // A batch that has to be done again is tried with fewer documents.
    public void Shrink() => Size = Math.Min(Size, Math.Max(Math.Min(Least, _most), Size / 2));

    // Down to one document, which some other writer leaves alone at some time.
    public void Halve() => Size = Math.Max(1, Size / 2);

    // Grows by small steps and shrinks by half, as congestion control does.
    public void End(int documents)
    {
        var elapsed = _time.GetElapsedTime(_started);
        if (elapsed > Slow)
        {
            Shrink();
        }
        else if (elapsed < Quick && documents >= Size)
        {
            Size = Math.Min(_most, Size < Least ? Size * 2 : Size + Math.Max(1, _most / 10));
        }
    }
}
