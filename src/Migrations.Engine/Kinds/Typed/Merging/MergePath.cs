using System.Globalization;
using System.Text;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed.Merging;

// Where in the document the merge is, for its errors.
internal sealed class MergePath
{
    private readonly List<object> _parts = [];

    public int Depth => _parts.Count;

    // The names of fields alone, without places and keys.
    public string Names => string.Join('.', _parts.OfType<string>());

    public void Enter(ClassMember member) => _parts.Add(member.ElementName);

    public void Enter(int position) => _parts.Add(position);

    public void Enter(ReadOnlySpan<byte> name) => _parts.Add(Encoding.UTF8.GetString(name));

    public void EnterEntry(ReadOnlySpan<byte> key) => _parts.Add(new Entry(Encoding.UTF8.GetString(key)));

    public void Leave() => _parts.RemoveAt(_parts.Count - 1);

    public void Clear() => _parts.Clear();

    public override string ToString() => string.Join('.', _parts.Select(p => Convert.ToString(p, CultureInfo.InvariantCulture)));

    public DocumentMappingException Overwrites() => new(
        $"The migration writes '{this}', which holds a sub-document of a deleted type. That must stay as it is. Leave the member as it is in such documents, or migrate them with a RawDocumentMigration.",
        ToString());

    public DocumentMappingException CannotTellApart() => new(
        $"The migration changes '{this}' so that its elements cannot be told apart, and fields that neither class declares would be lost or go to another element. Change the elements that are there rather than making new ones, "
        + $"say what tells them apart with [MatchElements(\"{Names}\", Key = \"...\")] on the migration, declare these fields, or use a RawDocumentMigration.",
        ToString());

    public DocumentMappingException HasNoKey(string key) => new(
        $"[MatchElements(\"{Names}\", Key = \"{key}\")]: not every element of '{this}' has a '{key}' of its own, and fields that neither class declares would be lost or go to another element. Name a field that tells them apart, or use a RawDocumentMigration.",
        ToString());

    public DocumentMappingException Moves() => new(
        $"The migration takes what '{this}' held to another place, and fields that neither class declares would stay behind. Declare these fields, or use a RawDocumentMigration.",
        ToString());

    private sealed record Entry(string Key)
    {
        public override string ToString() => Key;
    }
}
