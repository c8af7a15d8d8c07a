using System.Globalization;
using System.Text;
using Migrations.Engine.Typed.Shapes;

namespace Migrations.Engine.Typed.Merging;

// Where in the document the merge is, for its errors.
internal sealed class MergePath
{
    private readonly List<object> _parts = [];

    public int Depth => _parts.Count;

    public void Enter(ClassMember member) => _parts.Add(member.ElementName);

    public void Enter(int position) => _parts.Add(position);

    public void Enter(ReadOnlySpan<byte> name) => _parts.Add(Encoding.UTF8.GetString(name));

    public void Leave() => _parts.RemoveAt(_parts.Count - 1);

    public void Clear() => _parts.Clear();

    public override string ToString() => string.Join('.', _parts.Select(p => Convert.ToString(p, CultureInfo.InvariantCulture)));

    public DocumentMappingException Overwrites() => new(
        $"The migration writes '{this}', which holds a sub-document of a deleted type. That must stay as it is. Leave the member as it is in such documents, or migrate them with a RawDocumentMigration.",
        ToString());

    public DocumentMappingException Loses(string what) => new(
        $"The migration changes '{this}' so that {what}, and fields that neither class declares would be lost. Declare these fields, change the elements one migration and their number or order another, or use a RawDocumentMigration.",
        ToString());
}
