using System.Reflection;
using System.Text;

namespace Migrations.Engine.Typed.Matching;

// What the author says of the elements of lists. A path names a list whatever lists and dictionaries it lies in.
internal sealed class ElementRules(IEnumerable<MatchElementsAttribute> rules)
{
    private readonly Dictionary<string, ElementRule> _rules = rules.ToDictionary(r => r.Path, r => new ElementRule(r.Key is null ? null : Encoding.UTF8.GetBytes(r.Key)), StringComparer.Ordinal);

    public static ElementRules None { get; } = new([]);

    public static ElementRules Of(Type migration) => new(migration.GetCustomAttributes<MatchElementsAttribute>());

    public ElementRule? Find(Merging.MergePath path) => _rules.Count == 0 ? null : _rules.GetValueOrDefault(path.Names);
}

// Without a key it is the place.
internal sealed record ElementRule(byte[]? Key);
