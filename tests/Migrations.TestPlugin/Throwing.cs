using Migrations.Bytes;

namespace Migrations.TestPlugin;

// Code that runs when it is asked for a name, and fails.
[Migration("20260101000001", "Ask for a name", Tree = "nameless")]
public sealed class Nameless : RawDocumentMigration, IReversibleDocument
{
    public override string Collection => throw new InvalidOperationException("Name the collection.");

    public override void Up(RawDocument document, DocumentUpdate update) => update.Set("a", 1);

    public void Down(RawDocument document, DocumentUpdate update) => update.Unset("a");
}
