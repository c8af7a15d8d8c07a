using Migrations.Engine.Reporting;
using Migrations.Engine.Steps;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Passes;

// Adds up what the workers have done, for the observer and for the record.
internal sealed class RangeProgress
{
    private readonly Lock _lock = new();
    private readonly StepScope _scope;
    private readonly Dictionary<int, RangeCheckpoint> _ranges;
    private readonly long _resumedFrom;
    private readonly long _total;
    private readonly DocumentFailures _failures;
    // What the passes before this one wrote.
    private readonly WriteCounts _earlier;

    public RangeProgress(StepScope scope, IReadOnlyList<RangeCheckpoint> reached, long total, DocumentFailures failures)
    {
        _scope = scope;
        _failures = failures;
        _ranges = reached.ToDictionary(r => r.Number);
        _resumedFrom = reached.Sum(r => r.Documents);
        _total = total;
        _earlier = scope.Counts;
        scope.Counts = WriteCounts.Sum(_earlier, Counts);
    }

    public RangeCheckpoint First
    {
        get
        {
            lock (_lock)
            {
                return _ranges.MinBy(r => r.Key).Value;
            }
        }
    }

    public WriteCounts Counts
    {
        get
        {
            lock (_lock)
            {
                var modified = _ranges.Values.Sum(r => r.Modified);
                return new WriteCounts { Matched = modified, Modified = modified, Inserted = _ranges.Values.Sum(r => r.Inserted), Deleted = _ranges.Values.Sum(r => r.Deleted) };
            }
        }
    }

    // Whether nothing that was read is left, so that another pass only finds new documents. What others deleted meanwhile was not moved, and is not left either.
    public bool AreAllMoved
    {
        get
        {
            lock (_lock)
            {
                return _ranges.Values.Sum(r => r.Deleted) + _earlier.Deleted > 0 && _ranges.Values.All(r => r.Kept == 0);
            }
        }
    }

    public bool IsUnmarked
    {
        get
        {
            lock (_lock)
            {
                return _ranges.Values.Any(r => r.IsUnmarked);
            }
        }
    }

    // Observers are told of one batch at a time.
    public void Report(RangeCheckpoint reached)
    {
        lock (_lock)
        {
            var before = _ranges[reached.Number];
            _ranges[reached.Number] = reached;
            // However the step ends, what it wrote is known.
            _scope.Counts = WriteCounts.Sum(_earlier, Counts);
            if (reached.Documents > before.Documents || reached.Modified > before.Modified)
            {
                _scope.Observer.StepProgressed(_scope.Step, new StepProgress
                {
                    Documents = _ranges.Values.Sum(r => r.Documents),
                    Modified = _ranges.Values.Sum(r => r.Modified),
                    Inserted = _ranges.Values.Sum(r => r.Inserted),
                    Deleted = _ranges.Values.Sum(r => r.Deleted),
                    Failed = _failures.Count,
                    Total = _total,
                    ResumedFrom = _resumedFrom,
                    Ranges = _ranges.Count,
                    RangesDone = _ranges.Values.Count(r => r.IsDone),
                    Elapsed = _scope.Elapsed,
                });
            }
        }
    }
}
