using MongoDB.Bson;
using MongoDB.Bson.Serialization;

namespace Migrations;

// The rules of one map. All apply to the original name, none to the result of another; the more specific rule wins.
internal sealed class TypeRules
{
    // Null stands for a deletion.
    private readonly Dictionary<string, string?> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?> _namespaces = new(StringComparer.Ordinal);

    public bool IsRewritten { get; set; } = true;

    public bool IsEmpty => _types.Count == 0 && _namespaces.Count == 0;

    public IEnumerable<string> MovedTypes => _types.Where(r => r.Value is not null).Select(r => r.Key);

    public IEnumerable<KeyValuePair<string, string?>> All => _types.Concat(_namespaces.Select(r => KeyValuePair.Create(r.Key + ".*", r.Value)));

    public void Add(string from, string? to) => Add(_types, from, to, from);

    public void AddNamespace(string from, string? to) => Add(_namespaces, from, to, from + ".*");

    // What a name becomes; null when its type is deleted.
    public string? Resolve(string name)
    {
        if (_types.TryGetValue(name, out var whole))
        {
            return whole;
        }

        var (head, tail) = TypeName.Split(name);
        if (tail.Length > 0 && _types.TryGetValue(head, out var type) && !TypeName.HasAssembly(type))
        {
            return type is null ? null : type + tail;
        }

        var rule = NamespaceOf(head);
        return rule is null ? name
            : _namespaces[rule] is { } to ? string.Concat(to, head.AsSpan(rule.Length), tail)
            : null;
    }

    // Whether a name is the target of a rule, and so is known to be new.
    public bool Produces(string name)
    {
        var (head, tail) = TypeName.Split(name);
        return _types.ContainsValue(name)
            || (tail.Length > 0 && _types.Any(r => r.Value == head && !TypeName.HasAssembly(r.Key)))
            || _namespaces.Any(r => r.Value is { } to && TypeName.IsIn(head, to) && Resolve(r.Key + name[to.Length..]) == name);
    }

    public TypeRules Copy()
    {
        var copy = new TypeRules { IsRewritten = IsRewritten };
        foreach (var (from, to) in _types)
        {
            copy._types[from] = to;
        }

        foreach (var (from, to) in _namespaces)
        {
            copy._namespaces[from] = to;
        }

        return copy;
    }

    public TypeRules Invert()
    {
        var inverse = new TypeRules { IsRewritten = IsRewritten };
        foreach (var (from, to) in _types)
        {
            inverse._types[to!] = from;
        }

        foreach (var (from, to) in _namespaces)
        {
            inverse._namespaces[to!] = from;
        }

        return inverse;
    }

    // Why the rules cannot be inverted; nothing if they can.
    public IEnumerable<string> Obstacles() =>
        _types.Where(r => r.Value is null).Select(r => $"'{r.Key}' is deleted")
            .Concat(_namespaces.Where(r => r.Value is null).Select(r => $"'{r.Key}.*' is deleted"))
            .Concat(Merged(_types, ""))
            .Concat(Merged(_namespaces, ".*"))
            .Concat(MergedByNamespace());

    private static IEnumerable<string> Merged(Dictionary<string, string?> rules, string suffix) => rules
        .Where(r => r.Value is not null)
        .GroupBy(r => r.Value, StringComparer.Ordinal)
        .Where(g => g.Count() > 1)
        .Select(g => $"{string.Join(" and ", g.Select(r => $"'{r.Key}{suffix}'"))} all become '{g.Key}{suffix}'");

    // A type or namespace that is moved into a namespace to which one of the same name is moved as well.
    private IEnumerable<string> MergedByNamespace()
    {
        foreach (var (from, to) in _namespaces.Where(r => r.Value is not null))
        {
            foreach (var type in _types.Where(r => r.Value is not null && TypeName.IsIn(r.Value, to!)))
            {
                var namesake = from + type.Value![to!.Length..];
                if (namesake != type.Key && Resolve(namesake) == type.Value)
                {
                    yield return $"'{type.Key}' and '{namesake}' all become '{type.Value}'";
                }
            }

            foreach (var inner in _namespaces.Where(r => r.Value is not null && TypeName.IsIn(r.Value, to!)))
            {
                if (NamespaceOf($"{from}{inner.Value![to!.Length..]}.*") == from)
                {
                    yield return $"'{inner.Key}.*' and '{from}{inner.Value[to.Length..]}.*' all become '{inner.Value}.*'";
                }
            }
        }
    }

    private string? NamespaceOf(string head)
    {
        for (var end = head.LastIndexOf('.'); end > 0; end = head.LastIndexOf('.', end - 1))
        {
            if (_namespaces.ContainsKey(head[..end]))
            {
                return head[..end];
            }
        }

        return null;
    }

    private static void Add(Dictionary<string, string?> rules, string from, string? to, string shown)
    {
        if (rules.TryGetValue(from, out var other) && other != to)
        {
            throw TypeName.Invalid(
                to is null || other is null
                    ? $"The type map both moves and deletes '{shown}'."
                    : $"The type map moves '{shown}' both to '{other}' and to '{to}'.",
                "It is not clear what its documents become. Keep one of the two.");
        }

        rules[from] = to;
    }
}

// Names as in discriminators: a short name, a full name, or a full name followed by its assembly.
internal static class TypeName
{
    // The name without its assembly, and the rest from the comma on.
    public static (string Head, string Tail) Split(string name)
    {
        var comma = name.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 ? (name, "") : (name[..comma], name[comma..]);
    }

    // The name that the driver writes into _t; of a hierarchy, that of the class itself.
    public static string Of(Type type)
    {
        var name = BsonSerializer.LookupDiscriminatorConvention(type)?.GetDiscriminator(typeof(object), type) ?? type.Name;
        return name is BsonArray { Count: > 0 } line ? line[^1].AsString : name.AsString;
    }

    public static bool HasAssembly(string? name) => name?.Contains(',', StringComparison.Ordinal) == true;

    public static bool IsIn(string name, string space) => name.Length > space.Length + 1 && name[space.Length] == '.' && name.StartsWith(space, StringComparison.Ordinal);

    public static string CheckType(string name, string what)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length != name.Length || name.Contains('*', StringComparison.Ordinal))
        {
            throw Invalid($"The type map names '{name}' as a type to {what}, which is not a discriminator.", "Write the name as it is in '_t'; only DeleteType takes a wildcard, as in 'Shop.Old.*'.");
        }

        return name;
    }

    public static string CheckNamespace(string name)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Trim().Length != name.Length || name.AsSpan().ContainsAny("*,") || name.Split('.').Contains(""))
        {
            throw Invalid($"The type map names '{name}' as a namespace, which it is not.", "Write it without a dot at either end, without a wildcard and without an assembly, as in 'Shop.Old'.");
        }

        return name;
    }

    public static MigrationException Invalid(string fact, string cure) => new(MigrationErrorCode.TypeMapInvalid, $"{fact} {cure}");
}
