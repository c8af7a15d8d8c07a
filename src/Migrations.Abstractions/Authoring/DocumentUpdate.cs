using Migrations.Bytes;
using MongoDB.Bson;

namespace Migrations;

/// <summary>The changes to one document: fields to set and fields to remove, written as one update statement. What is set is written to the statement's bytes at once.</summary>
public sealed class DocumentUpdate : IDisposable
{
    private readonly RawWriter _elements = new(256);
    private readonly RawWriter _update = new(256);
    private readonly List<Change> _changes = [];

    /// <summary>Whether nothing is to be changed.</summary>
    public bool IsEmpty => _changes.Count == 0;

    /// <summary>Sets a field; a dotted path reaches into nested documents. Of several changes of one path the last one counts.</summary>
    public DocumentUpdate Set(string path, BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var start = Begin(path);
        _elements.WriteValue(path, value);
        return End(start, path, isRemoved: false);
    }

    /// <summary>Sets a field to a value taken from a document, byte for byte.</summary>
    public DocumentUpdate Set(string path, RawValue value)
    {
        var start = Begin(path);
        _elements.WriteRaw(path, value);
        return End(start, path, isRemoved: false);
    }

    /// <summary>Sets a field to a text.</summary>
    public DocumentUpdate Set(string path, string value)
    {
        var start = Begin(path);
        _elements.WriteString(path, value);
        return End(start, path, isRemoved: false);
    }

    /// <summary>Sets a field to a 32-bit integer.</summary>
    public DocumentUpdate Set(string path, int value)
    {
        var start = Begin(path);
        _elements.WriteInt32(path, value);
        return End(start, path, isRemoved: false);
    }

    /// <summary>Sets a field to a 64-bit integer.</summary>
    public DocumentUpdate Set(string path, long value)
    {
        var start = Begin(path);
        _elements.WriteInt64(path, value);
        return End(start, path, isRemoved: false);
    }

    /// <summary>Sets a field to a double.</summary>
    public DocumentUpdate Set(string path, double value)
    {
        var start = Begin(path);
        _elements.WriteDouble(path, value);
        return End(start, path, isRemoved: false);
    }

    /// <summary>Sets a field to a boolean.</summary>
    public DocumentUpdate Set(string path, bool value)
    {
        var start = Begin(path);
        _elements.WriteBoolean(path, value);
        return End(start, path, isRemoved: false);
    }

    /// <summary>Sets a field to a text that is there as UTF-8.</summary>
    /// <exception cref="BsonFormatException">It is not valid UTF-8.</exception>
    public DocumentUpdate SetUtf8(string path, ReadOnlySpan<byte> value)
    {
        var start = Begin(path);
        _elements.WriteUtf8(path, value);
        return End(start, path, isRemoved: false);
    }

    /// <summary>Removes a field.</summary>
    public DocumentUpdate Unset(string path)
    {
        var start = Begin(path);
        _elements.WriteString(path, "");
        return End(start, path, isRemoved: true);
    }

    /// <summary>The update with <c>$set</c> and <c>$unset</c>; its bytes are valid until the next change.</summary>
    public RawDocument ToUpdate()
    {
        _update.Reset();
        _update.WriteStartDocument();
        Write("$set"u8, isRemoved: false);
        Write("$unset"u8, isRemoved: true);
        _update.WriteEndDocument();
        return new RawDocument(_update.WrittenMemory);
    }

    /// <summary>Forgets all changes, so that the object can serve the next document.</summary>
    public void Clear()
    {
        _elements.Reset();
        _changes.Clear();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _elements.Dispose();
        _update.Dispose();
    }

    private int Begin(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return _elements.Length;
    }

    private DocumentUpdate End(int start, string path, bool isRemoved)
    {
        var change = new Change(start, _elements.Length - start, string.GetHashCode(path, StringComparison.Ordinal), isRemoved);
        for (var i = 0; i < _changes.Count; i++)
        {
            if (_changes[i].PathHash == change.PathHash && NameOf(_changes[i]).SequenceEqual(NameOf(change)))
            {
                _changes.RemoveAt(i);
                break;
            }
        }

        _changes.Add(change);
        return this;
    }

    private ReadOnlySpan<byte> NameOf(Change change)
    {
        var name = _elements.WrittenSpan[(change.Start + 1)..];
        return name[..name.IndexOf((byte)0)];
    }

    private void Write(ReadOnlySpan<byte> name, bool isRemoved)
    {
        var isStarted = false;
        foreach (var change in _changes)
        {
            if (change.IsRemoved == isRemoved)
            {
                if (!isStarted)
                {
                    _update.WriteStartDocument(name);
                    isStarted = true;
                }

                _update.WriteBytes(_elements.WrittenSpan.Slice(change.Start, change.Length));
            }
        }

        if (isStarted)
        {
            _update.WriteEndDocument();
        }
    }

    private readonly record struct Change(int Start, int Length, int PathHash, bool IsRemoved);
}
