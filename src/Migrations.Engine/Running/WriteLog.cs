using Migrations.Engine.Enlisting;
using Migrations.Engine.Reporting;
using Migrations.Engine.State;

namespace Migrations.Engine.Running;

// Without a transaction nothing takes a free-form body back. So its record says before the first write to a collection that it is written to, and now and then how much was,
// and whoever comes after a crash has facts to decide by.
internal sealed class WriteLog(StepScope scope, StepRecord record, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly HashSet<string> _announced = new(StringComparer.Ordinal);
    private long _last;

    // The driver asks while it sends, and cannot await.
    public void Announce(WriteTally tally, IReadOnlyList<string> collections)
    {
        lock (_gate)
        {
            if (collections.All(_announced.Contains) && _announced.Count > 0 && time.GetElapsedTime(_last) < Interval)
            {
                return;
            }

            record.MarkWrittenAsync(scope, Sum(scope.Written, tally), CancellationToken.None).GetAwaiter().GetResult();
            _announced.UnionWith(collections);
            _last = time.GetTimestamp();
        }
    }

    // What it is known to have written at its end, whatever that is.
    public void Close(WriteTally tally) => scope.Written = Sum(scope.Written, tally);

    private static List<CollectionWrites> Sum(IEnumerable<CollectionWrites> earlier, WriteTally tally) =>
        [.. earlier.Concat(tally.ByCollection).GroupBy(w => w.Collection, StringComparer.Ordinal).Select(g => new CollectionWrites(g.Key, g.Select(w => w.Counts).Aggregate(WriteCounts.Sum))).OrderBy(w => w.Collection, StringComparer.Ordinal)];
}
