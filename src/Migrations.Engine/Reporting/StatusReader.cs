using Migrations.Engine.Storage;
using Migrations.Engine.Storage.Locking;

namespace Migrations.Engine.Reporting;

// State and lock are two reads, and a run may begin or end in between. A migration that is recorded as running before and after somebody else was seen with the lock has broken off.
internal sealed class StatusReader(StateReader reader, LockStore migrationLock)
{
    public async Task<(DatabaseState State, LockHolder? Holder)> ReadAsync(CancellationToken cancellationToken)
    {
        var state = await reader.ReadReadableAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var (holder, faults) = await migrationLock.ReadReadableAsync(cancellationToken).ConfigureAwait(false);
            var silent = RunsWithoutLock(state, holder);
            var after = silent.Count == 0 ? state : await reader.ReadReadableAsync(cancellationToken).ConfigureAwait(false);
            if (RunsWithoutLock(after, holder).IsSubsetOf(silent))
            {
                return (after.With(after.Records, [.. after.Faults, .. faults]), holder);
            }

            state = after;
        }
    }

    private static HashSet<string> RunsWithoutLock(DatabaseState state, LockHolder? holder) =>
        [.. state.Records.Where(r => r.Status == AppliedStatus.Running && r.Run != holder?.Run).Select(r => r.Run)];
}
