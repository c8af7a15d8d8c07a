using Migrations;

namespace Catalogue.Notes;

[Migration("20260305140000", "Rename name to title", Tree = "notes", Version = "0.2.0")]
public sealed class NameToTitle : DocumentMigration<NamedNote, TitledNote>, IReversible<TitledNote, NamedNote>
{
    public override string Collection => "notes";

    public override void Up(NamedNote input, TitledNote output) => output.Title = input.Name;

    public void Down(TitledNote input, NamedNote output) => output.Name = input.Title;
}
