using Migrations.Engine.Model;
using Migrations.Engine.Reporting;
using Migrations.Engine.Storage;

namespace Migrations.Host.Output;

// One way of the graph: what leads to a revision, or a one-shot. Status and Entry are what a database remembers of it, if one was asked.
internal sealed record HistoryStep(MigrationDescriptor Migration, Revision? From, Revision To)
{
    public bool IsOneShot => Migration.OneShot is not null;

    public bool IsHead { get; init; }

    public bool IsCurrent { get; init; }

    public MigrationStatus? Status { get; init; }

    public JournalEntry? Entry { get; init; }

    public IEnumerable<string> Marks
    {
        get
        {
            (bool IsSet, string Text)[] marks =
            [
                (IsOneShot, $"one-shot {Migration.OneShot}"),
                (!IsOneShot && To.IsBranchpoint, "branchpoint"),
                (IsHead, "head"),
                (Migration.IsBarrier, "barrier"),
                (IsCurrent, "current"),
            ];
            return marks.Where(m => m.IsSet).Select(m => m.Text);
        }
    }
}
