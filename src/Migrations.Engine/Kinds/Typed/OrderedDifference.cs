using Migrations.Bytes;
using Migrations.Engine.Kinds.Typed.Shapes;
using MongoDB.Bson;

namespace Migrations.Engine.Kinds.Typed;

// $set and $unset between a document and what it became, where what stays has kept its order, as the merge leaves it. Works on bytes only, and reuses its buffers.
internal sealed class OrderedDifference : IDisposable
{
    private const int EmptyDocument = 5;
    private readonly RawWriter _set = new();
    private readonly RawWriter _unset = new();
    private readonly RawWriter _update = new();
    private byte[] _path = new byte[256];
    private int _length;

    // False if paths cannot express it: unreachable names, names that occur twice, another order. The update is valid until the next one.
    public bool TryFind(ReadOnlySpan<byte> before, ReadOnlySpan<byte> after, out ReadOnlyMemory<byte> update)
    {
        _length = 0;
        Start(_set);
        Start(_unset);
        if (!Compare(before, after))
        {
            update = default;
            return false;
        }

        Start(_update);
        Add("$set"u8, _set);
        Add("$unset"u8, _unset);
        _update.WriteEndDocument();
        update = _update.WrittenMemory;
        return true;
    }

    public void Dispose()
    {
        _set.Dispose();
        _unset.Dispose();
        _update.Dispose();
    }

    private static void Start(RawWriter writer)
    {
        writer.Reset();
        writer.WriteStartDocument();
    }

    private static bool IsAddressable(ReadOnlySpan<byte> name) => name.Length > 0 && name[0] != (byte)'$' && !name.Contains((byte)'.');

    private void Add(ReadOnlySpan<byte> name, RawWriter fields)
    {
        fields.WriteEndDocument();
        if (fields.Length > EmptyDocument)
        {
            _update.WriteRaw(name, BsonType.Document, fields.WrittenSpan);
        }
    }

    private bool Compare(ReadOnlySpan<byte> stored, ReadOnlySpan<byte> wanted)
    {
        var before = new NamedElements(stored);
        var after = new NamedElements(wanted);
        var old = new RawReader(stored);
        var current = new RawReader(wanted);
        var isThere = current.Read();
        while (old.Read())
        {
            if (!isThere || !current.NameUtf8.SequenceEqual(old.NameUtf8))
            {
                if (after.Count(old.NameUtf8) > 0 || before.Count(old.NameUtf8) > 1 || !IsAddressable(old.NameUtf8))
                {
                    return false;
                }

                Remove(old.NameUtf8);
                continue;
            }

            if (!ValueSlice.Of(old).Equals(ValueSlice.Of(current)) && !TryChange(before, after, old, current))
            {
                return false;
            }

            isThere = current.Read();
        }

        return CompareRest(before, after, current, isThere);
    }

    // What was added at the end.
    private bool CompareRest(NamedElements before, NamedElements after, RawReader current, bool isThere)
    {
        for (; isThere; isThere = current.Read())
        {
            if (before.Count(current.NameUtf8) > 0 || after.Count(current.NameUtf8) > 1 || !IsAddressable(current.NameUtf8))
            {
                return false;
            }

            Set(current);
        }

        return true;
    }

    private bool TryChange(NamedElements before, NamedElements after, RawReader old, RawReader current)
    {
        if (before.Count(old.NameUtf8) > 1 || after.Count(old.NameUtf8) > 1 || !IsAddressable(old.NameUtf8))
        {
            return false;
        }

        if (!IsCompared(old, current))
        {
            Set(current);
            return true;
        }

        var length = Enter(old.NameUtf8);
        Append("."u8);
        var isFound = Compare(old.Value, current.Value);
        _length = length;
        return isFound;
    }

    // A document is changed field by field, and an array as a whole, except where servers would not see the change.
    private static bool IsCompared(RawReader old, RawReader current) =>
        old.Type == current.Type && old.Value.Length > EmptyDocument && current.Value.Length > EmptyDocument
        && (old.Type == BsonType.Document || (old.Type == BsonType.Array && LooseEquality.Holds(ValueSlice.Of(old), ValueSlice.Of(current))));

    private void Set(RawReader element)
    {
        var length = Enter(element.NameUtf8);
        _set.WriteRaw(_path.AsSpan(0, _length), element.Type, element.Value);
        _length = length;
    }

    private void Remove(ReadOnlySpan<byte> name)
    {
        var length = Enter(name);
        _unset.WriteString(_path.AsSpan(0, _length), "");
        _length = length;
    }

    private int Enter(ReadOnlySpan<byte> name)
    {
        var length = _length;
        Append(name);
        return length;
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        if (_length + part.Length > _path.Length)
        {
            Array.Resize(ref _path, (_length + part.Length) * 2);
        }

        part.CopyTo(_path.AsSpan(_length));
        _length += part.Length;
    }
}

// Arrays that differ in the types of their numbers alone. Some servers (DocumentDB) treat them as equal and write nothing.
internal static class LooseEquality
{
    public static bool Holds(ValueSlice old, ValueSlice current) =>
        old.Equals(current)
        || (IsNumber(old.Type) && IsNumber(current.Type) && Number(old).CompareTo(Number(current)) == 0)
        || (old.Type == current.Type && old.Type is BsonType.Document or BsonType.Array && HoldsInside(old.Value, current.Value));

    private static bool HoldsInside(ReadOnlySpan<byte> old, ReadOnlySpan<byte> current)
    {
        var before = new RawReader(old);
        var after = new RawReader(current);
        while (before.Read())
        {
            if (!after.Read() || !before.NameUtf8.SequenceEqual(after.NameUtf8) || !Holds(ValueSlice.Of(before), ValueSlice.Of(after)))
            {
                return false;
            }
        }

        return !after.Read();
    }

    private static bool IsNumber(BsonType type) => type is BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128;

    private static BsonValue Number(ValueSlice number) => new RawValue(number.Type, number.Value.ToArray()).ToBsonValue();
}
