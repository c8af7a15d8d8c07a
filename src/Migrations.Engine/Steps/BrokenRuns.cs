using Migrations.Engine.Database.Commands;
using Migrations.Engine.Storage;

namespace Migrations.Engine.Steps;

// A killed run leaves no entry in the journal. The next one that takes the lock records, once, that it broke off: under the lock, no other run is active.
internal sealed class BrokenRuns(Journal journal, ChannelInfo server)
{
    public async Task TellAsync(DatabaseState state, CancellationToken cancellationToken)
    {
        foreach (var record in state.Records.Where(r => r.Status == AppliedStatus.Running))
        {
            var entries = await journal.ReadAsync(record.Tree, limit: 0, cancellationToken).ConfigureAwait(false);
            if (!entries.Any(e => e.Event == JournalEvent.BreakOff && e.Id == record.Id && e.Run == record.Run))
            {
                await journal.AppendAsync(Entry(record), null, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // About the dead run, by the run that noticed.
    private JournalEntry Entry(AppliedMigration record) => journal.NewEntry(JournalEvent.BreakOff, server) with
    {
        Tree = record.Tree,
        Id = record.Id,
        Title = record.Title,
        Run = record.Run,
        Detail = $"The {(record.Direction == MigrationDirection.Up ? "run" : "rollback")} that {record.By}@{record.Host} began at {record.Started:u} broke off: it was killed, or lost its machine or its connection.",
    };
}
