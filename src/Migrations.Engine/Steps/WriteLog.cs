using System.Collections.Concurrent;
using Migrations.Engine.Enlisting;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Steps;

// Without a transaction nothing rolls a free-form body back. So before the first write to a collection its record names the collection, and now and then how much was written,
// so that after a crash there are facts to decide by.
#pragma warning disable CA1001 // The semaphore's wait handle is never used, so there is nothing to dispose of.
internal sealed class WriteLog(StepScope scope, StepRecord record, TimeProvider time) : IWriteLog
#pragma warning restore CA1001
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<string, bool> _announced = new(StringComparer.Ordinal);
    private long _last;

    public async ValueTask AnnounceAsync(AuthorWrites tally, IReadOnlyList<string> collections)
    {
        if (IsAnnounced(collections) && !IsOld)
        {
            return;
        }

        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await WriteAsync(tally, collections).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    // Only the first write to a collection that was not announced before waits here, so that threads do not block each other.
    public void Announce(AuthorWrites tally, IReadOnlyList<string> collections)
    {
        if (!IsAnnounced(collections))
        {
            AnnounceAsync(tally, collections).AsTask().GetAwaiter().GetResult();
        }
        else if (IsOld && _turn.Wait(0))
        {
            try
            {
                WriteAsync(tally, collections).GetAwaiter().GetResult();
            }
            finally
            {
                _turn.Release();
            }
        }
    }

    // What it is known to have written when it ends, however it ends.
    public void Close(AuthorWrites tally) => scope.Written = Sum(scope.Written, tally);

    private bool IsOld => time.GetElapsedTime(Volatile.Read(ref _last)) >= Interval;

    private bool IsAnnounced(IReadOnlyList<string> collections) => !_announced.IsEmpty && collections.All(_announced.ContainsKey);

    private async Task WriteAsync(AuthorWrites tally, IReadOnlyList<string> collections)
    {
        if (IsAnnounced(collections) && !IsOld)
        {
            return;
        }

        await record.MarkWrittenAsync(scope, Sum(scope.Written, tally), CancellationToken.None).ConfigureAwait(false);
        Volatile.Write(ref _last, time.GetTimestamp());
        foreach (var collection in collections.DefaultIfEmpty(""))
        {
            _announced[collection] = true;
        }
    }

    private static List<CollectionWrites> Sum(IEnumerable<CollectionWrites> earlier, AuthorWrites tally) =>
        [.. earlier.Concat(tally.ByCollection).GroupBy(w => w.Collection, StringComparer.Ordinal).Select(g => new CollectionWrites(g.Key, g.Select(w => w.Counts).Aggregate(WriteCounts.Sum))).OrderBy(w => w.Collection, StringComparer.Ordinal)];
}
