using MongoDB.Bson;

namespace Migrations.Bytes;

/// <summary>What changes one document into another: paths to set and paths to remove. Nested documents are compared inside; a changed array is set as a whole.</summary>
/// <remarks>Values are compared by type and bytes: an int32 1 is not an int64 1. If the remaining fields change their order, the nested document is set, or the whole one replaced. The server decides where new fields go.</remarks>
public sealed class RawDifference
{
    private readonly List<(string Path, RawValue Value)> _set = [];
    private readonly List<string> _unset = [];
    private readonly RawDocument _after;

    private RawDifference(RawDocument after) => _after = after;

    /// <summary>Whether the documents are equal, byte for byte.</summary>
    public bool IsEmpty => !RequiresReplacement && _set.Count == 0 && _unset.Count == 0;

    /// <summary>Whether update operators cannot name a changed field, so that the whole document must be written.</summary>
    public bool RequiresReplacement { get; private set; }

    /// <summary>The fields of the top level that change.</summary>
    public IEnumerable<string> ChangedFields => _set.Select(s => s.Path).Concat(_unset).Select(path => path.Split('.')[0]).Distinct(StringComparer.Ordinal);

    /// <summary>Compares two documents.</summary>
    /// <exception cref="BsonFormatException">The bytes of one are not BSON.</exception>
    public static RawDifference Between(RawDocument before, RawDocument after)
    {
        var difference = new RawDifference(after);
        if (!before.Equals(after) && !difference.Compare(before, after, "", 0))
        {
            difference.RequiresReplacement = true;
        }

        return difference;
    }

    /// <summary>The update: <c>$set</c> and <c>$unset</c>, or a pipeline that replaces the document if these cannot express it. Values are copied byte for byte.</summary>
    public RawValue ToUpdate()
    {
        using var writer = new RawWriter(_after.Length + 64);
        writer.WriteStartDocument();
        if (RequiresReplacement)
        {
            WriteReplacement(writer);
            writer.WriteEndDocument();
            return new RawValue(BsonType.Array, writer.ToArray());
        }

        WriteOperators(writer);
        writer.WriteEndDocument();
        return new RawValue(BsonType.Document, writer.ToArray());
    }

    private void WriteReplacement(RawWriter writer)
    {
        writer.WriteStartDocument("0"u8);
        writer.WriteStartDocument("$replaceWith"u8);
        writer.WriteDocument("$literal"u8, _after);
        writer.WriteEndDocument();
        writer.WriteEndDocument();
    }

    private void WriteOperators(RawWriter writer)
    {
        if (_set.Count > 0)
        {
            writer.WriteStartDocument("$set"u8);
            foreach (var (path, value) in _set)
            {
                writer.WriteRaw(path, value);
            }

            writer.WriteEndDocument();
        }

        if (_unset.Count > 0)
        {
            writer.WriteStartDocument("$unset"u8);
            foreach (var path in _unset)
            {
                writer.WriteString(path, "");
            }

            writer.WriteEndDocument();
        }
    }

    // Operators cannot reach names that contain a dot, start with a dollar sign, or are empty.
    private static bool IsAddressable(string name) => name.Length > 0 && name[0] != '$' && !name.Contains('.', StringComparison.Ordinal);

    // By name, with the position; of fields of the same name the first, and the name in the list.
    private static Dictionary<string, (int Position, RawValue Value)> Fields(RawDocument document, ref HashSet<string>? repeated)
    {
        var fields = new Dictionary<string, (int Position, RawValue Value)>(StringComparer.Ordinal);
        foreach (var element in document)
        {
            if (!fields.TryAdd(element.Name, (fields.Count, element.Value)))
            {
                (repeated ??= new HashSet<string>(StringComparer.Ordinal)).Add(element.Name);
            }
        }

        return fields;
    }

    // Whether fields that share a name keep their values and their order: then no path has to name them.
    private static bool KeepsRepeated(RawDocument before, RawDocument after, HashSet<string> repeated)
    {
        var (old, current) = (Elements(before), Elements(after));
        var (oldNames, currentNames) = (old.Select(e => e.Name).ToHashSet(StringComparer.Ordinal), current.Select(e => e.Name).ToHashSet(StringComparer.Ordinal));
        return old.Select(e => e.Name).Where(currentNames.Contains).SequenceEqual(current.Select(e => e.Name).Where(oldNames.Contains))
            && old.Where(e => repeated.Contains(e.Name)).Select(e => e.Value).SequenceEqual(current.Where(e => repeated.Contains(e.Name)).Select(e => e.Value));
    }

    private static List<(string Name, RawValue Value)> Elements(RawDocument document)
    {
        var elements = new List<(string Name, RawValue Value)>();
        foreach (var element in document)
        {
            elements.Add((element.Name, element.Value));
        }

        return elements;
    }

    private static bool KeepsOrder(Dictionary<string, (int Position, RawValue Value)> before, RawDocument after)
    {
        var last = -1;
        foreach (var element in after)
        {
            if (before.TryGetValue(element.Name, out var old))
            {
                if (old.Position < last)
                {
                    return false;
                }

                last = old.Position;
            }
        }

        return true;
    }

    // False if paths into the document cannot express the change; then it is written as a whole.
    private bool Compare(RawDocument before, RawDocument after, string prefix, int depth)
    {
        if (depth >= RawReader.MaxDepth)
        {
            throw new BsonFormatException($"Documents are nested deeper than {RawReader.MaxDepth} levels", 0);
        }

        HashSet<string>? repeated = null;
        var (old, current) = (Fields(before, ref repeated), Fields(after, ref repeated));
        if (repeated is not null && !KeepsRepeated(before, after, repeated))
        {
            RequiresReplacement = true;
            return false;
        }

        if (repeated is null && !KeepsOrder(old, after))
        {
            return false;
        }

        foreach (var (name, field) in current)
        {
            CompareField(old.TryGetValue(name, out var was) ? was.Value : null, field.Value, (prefix, name), depth);
        }

        foreach (var name in old.Keys.Where(n => !current.ContainsKey(n)))
        {
            RequiresReplacement |= !IsAddressable(name);
            _unset.Add(prefix + name);
        }

        return true;
    }

    private void CompareField(RawValue? old, RawValue current, (string Prefix, string Name) place, int depth)
    {
        if (old == current)
        {
            return;
        }

        RequiresReplacement |= !IsAddressable(place.Name);
        var path = place.Prefix + place.Name;
        if (old is { Type: BsonType.Document, Bytes.Length: > 5 } && current is { Type: BsonType.Document, Bytes.Length: > 5 }
            && Compare(old.Value.AsDocument, current.AsDocument, path + ".", depth + 1))
        {
            return;
        }

        _set.Add((path, current));
    }
}
