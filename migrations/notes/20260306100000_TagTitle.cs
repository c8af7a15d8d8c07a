using Migrations;

namespace Catalogue.Notes;

[Migration("20260306100000", "Give tags one title instead of color and name", Tree = "notes", Version = "0.3.0")]
public sealed class TagTitle : DocumentMigration<NoteWithColouredTag, NoteWithTitledTag>, IReversible<NoteWithTitledTag, NoteWithColouredTag>
{
    private const string Separator = ": ";

    public override string Collection => "notes";

    public override void Up(NoteWithColouredTag input, NoteWithTitledTag output)
    {
        if (input.Tag is { } tag)
        {
            output.Tag = new TitledTag { Title = tag.Color + Separator + tag.Name };
        }
    }

    public void Down(NoteWithTitledTag input, NoteWithColouredTag output)
    {
        if (input.Tag is { Title: { } title })
        {
            var parts = title.Split(Separator, 2);
            output.Tag = new ColouredTag { Color = parts[0], Name = parts.Length > 1 ? parts[1] : "" };
        }
    }
}
