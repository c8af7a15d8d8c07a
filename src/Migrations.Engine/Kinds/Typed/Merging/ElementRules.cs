using System.Globalization;
using System.Reflection;
using System.Text;
using Migrations.Engine.Kinds.Typed.Shapes;
using Migrations.Engine.Passes.Batches;

namespace Migrations.Engine.Kinds.Typed.Merging;

// What the author says of the elements of lists. A path names a list, whatever lists and dictionaries contain it.
internal sealed class ElementRules(IEnumerable<MatchElementsAttribute> rules)
{
    private readonly Dictionary<string, ElementRule> _rules = rules.DistinctBy(r => r.Path).ToDictionary(r => r.Path, r => new ElementRule(r.Key is null ? null : Encoding.UTF8.GetBytes(r.Key)), StringComparer.Ordinal);

    public static ElementRules None { get; } = new([]);

    public static ElementRules Of(Type migration) => new(migration.GetCustomAttributes<MatchElementsAttribute>());

    public static IEnumerable<string> FaultsOf(Type migration, ClassShape before, ClassShape after)
    {
        var rules = migration.GetCustomAttributes<MatchElementsAttribute>().ToList();
        var twice = rules.GroupBy(r => r.Path, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"[MatchElements] names '{g.Key}' twice. Leave one.");
        var unknown = rules.Where(r => !IsList(after, r.Path.Split('.')) && !IsList(before, r.Path.Split('.')))
            .Select(r => $"[MatchElements] names '{r.Path}', but {after.Type.Name} has no list there. Name the fields down to the list, as they are stored.");
        return twice.Concat(unknown);
    }

    public ElementRule? Find(MergePath path) => _rules.Count == 0 ? null : _rules.GetValueOrDefault(path.Names);

    // If the class may be a derived one, not all members are known.
    private static bool IsList(Shape shape, ReadOnlySpan<string> path) => shape switch
    {
        ListShape list => path.IsEmpty || IsList(list.Item, path),
        DictionaryShape dictionary => IsList(dictionary.Value, path),
        ClassShape declared when !path.IsEmpty => declared.Find(Encoding.UTF8.GetBytes(path[0])) is >= 0 and var at ? IsList(declared.Members[at].Shape, path[1..]) : declared.IsPolymorphic,
        _ => shape is OpenShape,
    };
}

// Without a key, by position.
internal sealed record ElementRule(byte[]? Key);

// The merge's current path in the document, for error messages.
internal sealed class MergePath
{
    private readonly List<object> _parts = [];

    public int Depth => _parts.Count;

    // Only the names of fields, without positions and keys.
    public string Names => string.Join('.', _parts.OfType<string>());

    public void Enter(ClassMember member) => _parts.Add(member.ElementName);

    public void Enter(int position) => _parts.Add(position);

    public void Enter(ReadOnlySpan<byte> name) => _parts.Add(Encoding.UTF8.GetString(name));

    public void EnterEntry(ReadOnlySpan<byte> key) => _parts.Add(new Entry(Encoding.UTF8.GetString(key)));

    public void Leave() => _parts.RemoveAt(_parts.Count - 1);

    public void Clear() => _parts.Clear();

    public override string ToString() => string.Join('.', _parts.Select(p => Convert.ToString(p, CultureInfo.InvariantCulture)));

    public DocumentMappingException Overwrites() => new(
        $"The migration writes '{this}', which holds a sub-document of a deleted type. That has to stay as it is. Leave the member alone in such documents, or migrate them with a RawDocumentMigration.",
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
