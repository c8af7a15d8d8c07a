namespace Migrations.Bson;

/// <summary>What changes one document into another: paths to set and paths to remove. Nested documents are compared inside; a changed array is set as a whole.</summary>
public sealed class BsonDifference
{
    private readonly BsonDocument _set = [];
    private readonly BsonDocument _unset = [];
    private readonly BsonDocument _after;

    private BsonDifference(BsonDocument after) => _after = after;

    /// <summary>Whether the documents are equal, byte for byte.</summary>
    public bool IsEmpty => !RequiresReplacement && _set.Count == 0 && _unset.Count == 0;

    /// <summary>Whether update operators cannot name a changed field, so that the whole document must be written.</summary>
    public bool RequiresReplacement { get; private set; }

    /// <summary>The fields of the top level that change.</summary>
    public IEnumerable<string> ChangedFields => _set.Names.Concat(_unset.Names).Select(path => path.Split('.')[0]).Distinct(StringComparer.Ordinal);

    /// <summary>Compares two documents.</summary>
    public static BsonDifference Between(BsonDocument before, BsonDocument after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var difference = new BsonDifference(after);
        if (!before.ToRaw().Equals(after.ToRaw()))
        {
            difference.Compare(before, after, "", 0);
        }

        return difference;
    }

    /// <summary>The update: <c>$set</c> and <c>$unset</c>, or a pipeline that replaces the document where these cannot do it.</summary>
    public BsonValue ToUpdate()
    {
        if (RequiresReplacement)
        {
            return new BsonArray([new BsonDocument("$replaceWith", new BsonDocument("$literal", _after))]);
        }

        var update = new BsonDocument();
        if (_set.Count > 0)
        {
            update.Add("$set", _set);
        }

        if (_unset.Count > 0)
        {
            update.Add("$unset", _unset);
        }

        return update;
    }

    // Operators cannot reach names with a dot, with a dollar in front, or without a letter; nor one of two fields of the same name.
    private static bool IsAddressable(string name) => name.Length > 0 && name[0] != '$' && !name.Contains('.', StringComparison.Ordinal);

    private static bool HasDuplicates(BsonDocument document) => document.Names.Distinct(StringComparer.Ordinal).Count() != document.Count;

    private void Compare(BsonDocument before, BsonDocument after, string prefix, int depth)
    {
        BsonDocument.CheckDepth(depth);
        if (HasDuplicates(before) || HasDuplicates(after))
        {
            RequiresReplacement = true;
            return;
        }

        foreach (var field in after.Elements)
        {
            before.TryGetValue(field.Name, out var old);
            CompareField(old, field, prefix, depth);
        }

        foreach (var name in before.Names.Where(n => !after.Contains(n)))
        {
            RequiresReplacement |= !IsAddressable(name);
            _unset.Add(prefix + name, "");
        }
    }

    private void CompareField(BsonValue? old, BsonField field, string prefix, int depth)
    {
        if (old is not null && old.Equals(field.Value))
        {
            return;
        }

        RequiresReplacement |= !IsAddressable(field.Name);
        if (old is BsonDocument { Count: > 0 } inner && field.Value is BsonDocument { Count: > 0 } changed)
        {
            Compare(inner, changed, $"{prefix}{field.Name}.", depth + 1);
        }
        else
        {
            _set.Add(prefix + field.Name, field.Value);
        }
    }
}
