using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Migrations.Bytes;

namespace Migrations.LocalServer.Gateway.Cursors;

internal sealed class CursorRegistry(TimeProvider time)
{
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);
    private readonly ConcurrentDictionary<long, OpenCursor> _cursors = new();

    public int Count => _cursors.Count;

    public void Keep(OpenCursor cursor) => _cursors[cursor.Id] = cursor with { LastUsed = time.GetTimestamp() };

    // A cursor is not in the registry while it is read, so two getMore at once cannot read the same page.
    public bool TryTake(long id, [NotNullWhen(true)] out OpenCursor? cursor) => _cursors.TryRemove(id, out cursor);

    public IReadOnlyList<long> TakeOfSession(string sessionKey) => TakeWhere(cursor => cursor.SessionKey == sessionKey);

    public IReadOnlyList<long> TakeIdle() => TakeWhere(cursor => time.GetElapsedTime(cursor.LastUsed) > IdleLimit);

    private List<long> TakeWhere(Func<OpenCursor, bool> isWanted) =>
        [.. _cursors.Values.Where(isWanted).Where(cursor => _cursors.TryRemove(cursor.Id, out _)).Select(cursor => cursor.Id)];
}

// What the engine needs to continue a cursor; the rows themselves are in its files.
internal sealed record OpenCursor(long Id, string Database, RawDocument Continuation, string? SessionKey)
{
    public long LastUsed { get; init; }
}
