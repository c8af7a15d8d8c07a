using Migrations.Bytes;

namespace Migrations.TestPlugin;

// As a generated file is until somebody fills it in.
[Migration("20260101000001", "Not written yet", Tree = "unwritten")]
public sealed class Unwritten : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => throw new NotSupportedException("Name the collection.");

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("a", 1);

    public void Down(RawDocument document, DocumentUpdate update) => update.Unset("a");
}
