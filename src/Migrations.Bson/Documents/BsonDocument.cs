using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Migrations.Bson;

/// <summary>A mutable, ordered document. Names that occur twice are kept. Whatever is never changed keeps its bytes.</summary>
public sealed class BsonDocument : BsonValue, IEnumerable<BsonField>
{
    private readonly RawBsonDocument? _raw;
    private readonly int _depth;
    private List<Slot>? _slots;
    private bool _hasChanged;

    /// <summary>Creates an empty document.</summary>
    public BsonDocument() => _slots = [];

    /// <summary>Creates a document of one field.</summary>
    public BsonDocument(string name, BsonValue value)
        : this() => Add(name, value);

    private BsonDocument(RawBsonDocument raw, int depth)
    {
        CheckDepth(depth);
        _raw = raw;
        _depth = depth;
    }

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Document;

    /// <summary>How many fields there are.</summary>
    public int Count => Slots.Count;

    /// <summary>The names, in order.</summary>
    public IEnumerable<string> Names => Slots.Select(s => s.Name);

    /// <summary>The fields, in order.</summary>
    public IEnumerable<BsonField> Elements => Enumerable.Range(0, Slots.Count).Select(i => new BsonField(Slots[i].Name, ValueAt(i)));

    private List<Slot> Slots => _slots ??= ReadSlots();

    private bool IsPristine => _raw is not null && !_hasChanged && (_slots is null || _slots.TrueForAll(s => s.Value is null || IsUnchanged(s.Value)));

    /// <summary>The value of the first field of that name; setting adds the field at the end if there is none.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public BsonValue this[string name]
    {
        get => TryGetValue(name, out var value) ? value : throw new KeyNotFoundException($"The document has no field '{name}'. It has: {string.Join(", ", Names)}.");
        set => Set(name, value);
    }

    /// <summary>Takes bytes as a document; they are read when they are needed.</summary>
    public static BsonDocument FromRaw(RawBsonDocument raw) => new(raw, 0);

    /// <summary>Adds a field at the end.</summary>
    public void Add(string name, BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Slots.Add(new Slot(name, value));
        _hasChanged = true;
    }

    /// <summary>Sets the first field of that name, or adds it at the end.</summary>
    public BsonDocument Set(string name, BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var index = IndexOf(name);
        if (index < 0)
        {
            Add(name, value);
            return this;
        }

        Slots[index] = new Slot(name, value);
        _hasChanged = true;
        return this;
    }

    /// <summary>Puts a field at a position.</summary>
    public void Insert(int index, string name, BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(value);
        Slots.Insert(index, new Slot(name, value));
        _hasChanged = true;
    }

    /// <summary>Removes all fields of that name; false if there is none.</summary>
    public bool Remove(string name)
    {
        var removed = Slots.RemoveAll(s => s.Name == name) > 0;
        _hasChanged |= removed;
        return removed;
    }

    /// <summary>Finds the first field of that name.</summary>
    public bool TryGetValue(string name, [NotNullWhen(true)] out BsonValue? value)
    {
        var index = IndexOf(name);
        value = index < 0 ? null : ValueAt(index);
        return index >= 0;
    }

    /// <summary>Whether there is a field of that name.</summary>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>The document as bytes: those it was read from if nothing has changed.</summary>
    public RawBsonDocument ToRaw()
    {
        if (IsPristine)
        {
            return _raw!.Value;
        }

        using var writer = new BsonWriter();
        WriteValue(writer, 0);
        return new RawBsonDocument(writer.ToArray());
    }

    /// <summary>A copy that shares nothing that can change.</summary>
    public BsonDocument DeepClone()
    {
        if (IsPristine)
        {
            return new BsonDocument(_raw!.Value, 0);
        }

        RuntimeHelpers.EnsureSufficientExecutionStack();
        var clone = new BsonDocument();
        foreach (var field in Elements)
        {
            clone.Add(field.Name, field.Value.Clone());
        }

        return clone;
    }

    /// <inheritdoc />
    public override BsonValue Clone() => DeepClone();

    /// <inheritdoc />
    public IEnumerator<BsonField> GetEnumerator() => Elements.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The document as relaxed Extended JSON.</summary>
    public override string ToString() => ExtendedJsonWriter.Write(this, JsonOutputMode.Relaxed);

    internal static BsonDocument FromRaw(RawBsonDocument raw, int depth) => new(raw, depth);

    internal static bool IsUnchanged(BsonValue value) => value switch
    {
        BsonDocument document => document.IsPristine,
        BsonArray array => BsonArray.IsUnchanged(array),
        BsonJavaScriptWithScope code => code.Scope.IsPristine,
        _ => true,
    };

    internal static void CheckDepth(int depth)
    {
        if (depth >= BsonReader.MaxDepth)
        {
            throw new BsonFormatException($"Documents are nested deeper than {BsonReader.MaxDepth} levels", 0);
        }
    }

    private protected override ReadOnlyMemory<byte>? Unchanged => IsPristine ? new ReadOnlyMemory<byte>?(_raw!.Value.Bytes) : null;

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        if (IsPristine)
        {
            writer.WriteBytes(_raw!.Value.Bytes.Span);
            return;
        }

        CheckDepth(depth);
        writer.WriteStartDocument();
        foreach (var slot in Slots)
        {
            WriteSlot(writer, slot, depth);
        }

        writer.WriteEndDocument();
    }

    private static void WriteSlot(BsonWriter writer, Slot slot, int depth)
    {
        if (slot.Value is null)
        {
            writer.WriteRaw(slot.Name, slot.Raw.Type, slot.Raw.Bytes.Span);
            return;
        }

        writer.WriteHeader(slot.Value.BsonType, slot.Name);
        slot.Value.WriteValue(writer, depth + 1);
    }

    private int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var slots = Slots;
        for (var i = 0; i < slots.Count; i++)
        {
            if (string.Equals(slots[i].Name, name, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }

    private BsonValue ValueAt(int index)
    {
        var slot = Slots[index];
        if (slot.Value is { } value)
        {
            return value;
        }

        value = slot.Raw.ToBsonValue(_depth + 1);
        Slots[index] = slot with { Value = value };
        return value;
    }

    private List<Slot> ReadSlots()
    {
        var slots = new List<Slot>();
        foreach (var element in _raw!.Value)
        {
            slots.Add(new Slot(element.Name, null) { Raw = element.Value });
        }

        return slots;
    }

    // A value stays in its bytes until somebody asks for it.
    private readonly record struct Slot(string Name, BsonValue? Value)
    {
        public RawBsonValue Raw { get; init; }
    }
}
