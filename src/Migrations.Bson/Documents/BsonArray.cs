using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Migrations.Bson;

/// <summary>A mutable array. One that is never changed keeps its bytes.</summary>
public sealed class BsonArray : BsonValue, IReadOnlyList<BsonValue>
{
    private readonly RawBsonArray? _raw;
    private readonly int _depth;
    private List<BsonValue>? _values;
    private bool _hasChanged;

    /// <summary>Creates an empty array.</summary>
    public BsonArray() => _values = [];

    /// <summary>Creates an array of values.</summary>
    public BsonArray(IEnumerable<BsonValue> values) => _values = [.. values];

    private BsonArray(RawBsonArray raw, int depth)
    {
        BsonDocument.CheckDepth(depth);
        _raw = raw;
        _depth = depth;
    }

    /// <inheritdoc />
    public int Count => Values.Count;

    /// <inheritdoc />
    public override BsonType BsonType => BsonType.Array;

    private List<BsonValue> Values => _values ??= [.. _raw!.Value.Select(v => v.ToBsonValue(_depth + 1))];

    private bool IsPristine => _raw is not null && !_hasChanged && (_values is null || _values.TrueForAll(BsonDocument.IsUnchanged));

    /// <summary>The value at a position.</summary>
    public BsonValue this[int index]
    {
        get => Values[index];
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            Values[index] = value;
            _hasChanged = true;
        }
    }

    /// <summary>Adds a value at the end.</summary>
    public void Add(BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Values.Add(value);
        _hasChanged = true;
    }

    /// <summary>Puts a value at a position.</summary>
    public void Insert(int index, BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Values.Insert(index, value);
        _hasChanged = true;
    }

    /// <summary>Removes the value at a position.</summary>
    public void RemoveAt(int index)
    {
        Values.RemoveAt(index);
        _hasChanged = true;
    }

    /// <inheritdoc />
    public override BsonValue Clone()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return IsPristine ? new BsonArray(_raw!.Value, 0) : new BsonArray(Values.Select(v => v.Clone()));
    }

    /// <inheritdoc />
    public IEnumerator<BsonValue> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The array as relaxed Extended JSON.</summary>
    public override string ToString() => ExtendedJsonWriter.Write(this, JsonOutputMode.Relaxed);

    internal static BsonArray FromRaw(RawBsonArray raw, int depth) => new(raw, depth);

    internal static bool IsUnchanged(BsonArray array) => array.IsPristine;

    private protected override ReadOnlyMemory<byte>? Unchanged => IsPristine ? new ReadOnlyMemory<byte>?(_raw!.Value.Bytes) : null;

    internal override void WriteValue(BsonWriter writer, int depth)
    {
        if (IsPristine)
        {
            writer.WriteBytes(_raw!.Value.Bytes.Span);
            return;
        }

        BsonDocument.CheckDepth(depth);
        writer.WriteStartDocument();
        for (var i = 0; i < Values.Count; i++)
        {
            writer.WriteHeader(Values[i].BsonType, i.ToString(CultureInfo.InvariantCulture));
            Values[i].WriteValue(writer, depth + 1);
        }

        writer.WriteEndDocument();
    }
}
