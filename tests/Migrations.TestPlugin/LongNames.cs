using Migrations.Bytes;

namespace Migrations.TestPlugin;

[Migration("20260101000001", "Count each of the counters once more, which takes a title that is far longer than any terminal is wide, and in which 数える stands as well", Tree = "a-tree-whose-name-is-as-long-as-the-name-of-a-tree-can-ever-be64")]
public sealed class CountWithLongNames : RawDocumentMigration
{
    public override string Collection => "counters";

    public override void Up(RawDocument document, DocumentUpdate update)
    {
        // Long enough for a bar to move.
        SpinWait.SpinUntil(() => false, 1);
        update.Set("count", document["count"].ToInt32() + 1);
    }
}
