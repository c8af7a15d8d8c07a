using Migrations.Bytes;

namespace Migrations.TestPlugin;

[Migration("20260101000001", "Mark what may not be there", Tree = "optional")]
public sealed class MarkOptional : RawDocumentMigration
{
    public override string Collection => "optional";

    public override bool MayBeMissing => true;

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("marked", 1);
}
