using Migrations.Engine.Storage;

namespace Migrations.Engine.Undo;

internal static class RestoreText
{
    public static IEnumerable<ReportedAction> Of(RestoreCounts counts)
    {
        yield return new ReportedAction { Description = $"Restored {counts.Restored} document(s) from their images" };
        if (counts.Changed > 0)
        {
            yield return new ReportedAction { Description = $"Left {counts.Changed} document(s) that were changed since: {Some(counts.ChangedIds, counts.Changed)}", Kind = ActionKind.Note };
        }

        if (counts.Deleted > 0)
        {
            yield return new ReportedAction { Description = $"Did not make anew {counts.Deleted} document(s) that were deleted since: {Some(counts.DeletedIds, counts.Deleted)}", Kind = ActionKind.Note };
        }
    }

    private static string Some(IReadOnlyList<MongoDB.Bson.BsonValue> ids, long count) => RestoreCounts.Names(ids) + (count > ids.Count ? ", ..." : "");
}
