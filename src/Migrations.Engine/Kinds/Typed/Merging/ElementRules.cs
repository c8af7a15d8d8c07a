using System.Reflection;
using System.Text;
using Migrations.Engine.Kinds.Typed.Shapes;

namespace Migrations.Engine.Kinds.Typed.Merging;

// What the author says of the elements of lists. A path names a list whatever lists and dictionaries it lies in.
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
            .Select(r => $"[MatchElements] names '{r.Path}', but {after.Type.Name} has no list there. Name the fields down to the list as they are stored.");
        return twice.Concat(unknown);
    }

    public ElementRule? Find(MergePath path) => _rules.Count == 0 ? null : _rules.GetValueOrDefault(path.Names);

    // Of a class that may be another one, nobody knows all members.
    private static bool IsList(Shape shape, ReadOnlySpan<string> path) => shape switch
    {
        ListShape list => path.IsEmpty || IsList(list.Item, path),
        DictionaryShape dictionary => IsList(dictionary.Value, path),
        ClassShape declared when !path.IsEmpty => declared.Find(Encoding.UTF8.GetBytes(path[0])) is >= 0 and var at ? IsList(declared.Members[at].Shape, path[1..]) : declared.IsPolymorphic,
        _ => shape is OpenShape,
    };
}

// Without a key it is the place.
internal sealed record ElementRule(byte[]? Key);
