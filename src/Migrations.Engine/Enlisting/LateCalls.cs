using System.Collections.Concurrent;

namespace Migrations.Engine.Enlisting;

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
