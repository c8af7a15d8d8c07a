using System.Diagnostics.CodeAnalysis;

namespace Migrations.Mongo.ConnectionStrings;

// The options of one connection string: valid values by name, and what was ignored and why.
internal sealed class ConnectionOptions
{
    private readonly Dictionary<string, object> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _warnings = [];

    public IReadOnlyDictionary<string, object> Values => _values;

    public IReadOnlyList<string> Warnings => _warnings;

    public bool Contains(string name) => _values.ContainsKey(name);

    public bool TryGet<T>(string name, [MaybeNullWhen(false)] out T value)
    {
        if (_values.TryGetValue(name, out var found) && found is T typed)
        {
            value = typed;
            return true;
        }

        value = default;
        return false;
    }

    public string? Text(string name) => TryGet<string>(name, out var value) ? value : null;

    public int? Number(string name) => TryGet<int>(name, out var value) ? value : null;

    public bool? Boolean(string name) => TryGet<bool>(name, out var value) ? value : null;

    public TimeSpan? Milliseconds(string name) => Number(name) is { } value ? TimeSpan.FromMilliseconds(value) : null;

    public void Set(string name, object value) => _values[name] = value;

    public void Warn(string warning) => _warnings.Add(warning);
}
