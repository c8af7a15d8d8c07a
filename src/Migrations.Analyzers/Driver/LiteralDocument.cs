using System.Collections.Generic;
using System.Linq;

namespace Migrations.Analyzers.Driver;

// A filter, an update or a command as far as it stands in the source: names, and of the values what can be read.
internal sealed class LiteralDocument(IReadOnlyList<KeyValuePair<string, object>> fields)
{
    // A value that is computed, or that needs the driver to be read.
    public static readonly object Unknown = new();

    public static readonly LiteralDocument Empty = new([]);

    public IReadOnlyList<KeyValuePair<string, object>> Fields { get; } = fields;

    public IEnumerable<string> Names => Fields.Select(f => f.Key);

    public object? this[string name] => Fields.FirstOrDefault(f => f.Key == name).Value;

    public static LiteralDocument Of(string name, object value) => new([new(name, value)]);

    // Both together; parts of the same name are joined, as the operators of an update are.
    public LiteralDocument With(LiteralDocument other)
    {
        var joined = Fields.ToList();
        foreach (var field in other.Fields)
        {
            var at = joined.FindIndex(f => f.Key == field.Key);
            if (at >= 0 && joined[at].Value is LiteralDocument one && field.Value is LiteralDocument two)
            {
                joined[at] = new(field.Key, one.With(two));
            }
            else
            {
                joined.Add(field);
            }
        }

        return new LiteralDocument(joined);
    }
}
