using Migrations.Bson;

namespace Migrations;

/// <summary>The changes to one document: fields to set and fields to remove, written as one update statement.</summary>
public sealed class DocumentUpdate
{
    private readonly Dictionary<string, BsonValue?> _changes = new(StringComparer.Ordinal);

    /// <summary>Whether nothing is to be changed.</summary>
    public bool IsEmpty => _changes.Count == 0;

    /// <summary>The changed paths; null stands for a field to remove.</summary>
    public IReadOnlyDictionary<string, BsonValue?> Changes => _changes;

    /// <summary>Sets a field; a dotted path reaches into nested documents.</summary>
    public DocumentUpdate Set(string path, BsonValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(value);
        _changes[path] = value;
        return this;
    }

    /// <summary>Sets a field to a value taken from a document.</summary>
    public DocumentUpdate Set(string path, RawBsonValue value) => Set(path, value.ToBsonValue());

    /// <summary>Removes a field.</summary>
    public DocumentUpdate Unset(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _changes[path] = null;
        return this;
    }

    /// <summary>Forgets all changes, so that the object can serve the next document.</summary>
    public void Clear() => _changes.Clear();
}
