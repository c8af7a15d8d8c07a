using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Migrations.Bson;

/// <summary>Writes documents one behind the other into a growing pooled buffer.</summary>
public sealed class BsonWriter : IDisposable
{
    private readonly Stack<int> _starts = new();
    private byte[] _buffer;
    private int _length;

    /// <summary>Creates a writer with room for so many bytes to start with.</summary>
    public BsonWriter(int capacity = 1024) => _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 64));

    /// <summary>How many bytes are written.</summary>
    public int Length => _length;

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _buffer.AsMemory(0, _length);

    /// <summary>The bytes written so far; valid until the next write.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _buffer.AsSpan(0, _length);

    /// <summary>Forgets what was written and keeps the buffer.</summary>
    public void Reset()
    {
        _length = 0;
        _starts.Clear();
    }

    /// <summary>Starts a document at top level.</summary>
    public void WriteStartDocument()
    {
        _starts.Push(_length);
        Grow(4);
    }

    /// <summary>Starts an embedded document.</summary>
    public void WriteStartDocument(ReadOnlySpan<byte> name)
    {
        WriteHeader(BsonType.Document, name);
        WriteStartDocument();
    }

    /// <summary>Starts an embedded document.</summary>
    public void WriteStartDocument(string name)
    {
        WriteHeader(BsonType.Document, name);
        WriteStartDocument();
    }

    /// <summary>Starts an array; its elements are written with their positions as names.</summary>
    public void WriteStartArray(ReadOnlySpan<byte> name)
    {
        WriteHeader(BsonType.Array, name);
        WriteStartDocument();
    }

    /// <summary>Starts an array; its elements are written with their positions as names.</summary>
    public void WriteStartArray(string name)
    {
        WriteHeader(BsonType.Array, name);
        WriteStartDocument();
    }

    /// <summary>Ends the innermost document or array.</summary>
    public void WriteEndDocument()
    {
        Grow(1)[0] = 0;
        var start = _starts.Pop();
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.AsSpan(start), _length - start);
    }

    /// <summary>Ends the innermost array.</summary>
    public void WriteEndArray() => WriteEndDocument();

    /// <summary>Writes a 32-bit integer.</summary>
    public void WriteInt32(string name, int value)
    {
        WriteHeader(BsonType.Int32, name);
        BinaryPrimitives.WriteInt32LittleEndian(Grow(4), value);
    }

    /// <summary>Writes a 64-bit integer.</summary>
    public void WriteInt64(string name, long value)
    {
        WriteHeader(BsonType.Int64, name);
        BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value);
    }

    /// <summary>Writes a double, its bits unchanged.</summary>
    public void WriteDouble(string name, double value)
    {
        WriteHeader(BsonType.Double, name);
        BinaryPrimitives.WriteInt64LittleEndian(Grow(8), BitConverter.DoubleToInt64Bits(value));
    }

    /// <summary>Writes a string.</summary>
    public void WriteString(string name, string value)
    {
        WriteHeader(BsonType.String, name);
        WriteStringValue(value);
    }

    /// <summary>Writes a boolean.</summary>
    public void WriteBoolean(string name, bool value)
    {
        WriteHeader(BsonType.Boolean, name);
        Grow(1)[0] = value ? (byte)1 : (byte)0;
    }

    /// <summary>Writes null.</summary>
    public void WriteNull(string name) => WriteHeader(BsonType.Null, name);

    /// <summary>Writes a UUID as binary of subtype 4, in the order of RFC 9562.</summary>
    public void WriteGuid(string name, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        WriteBinary(name, 4, bytes);
    }

    /// <summary>Writes binary data.</summary>
    public void WriteBinary(string name, byte subType, ReadOnlySpan<byte> bytes)
    {
        WriteHeader(BsonType.Binary, name);
        BinaryPrimitives.WriteInt32LittleEndian(Grow(4), bytes.Length);
        Grow(1)[0] = subType;
        WriteBytes(bytes);
    }

    /// <summary>Writes an element whose value is in BSON form already.</summary>
    public void WriteRaw(string name, BsonType type, ReadOnlySpan<byte> value)
    {
        WriteHeader(type, name);
        WriteBytes(value);
    }

    /// <summary>Writes an element whose value is in BSON form already.</summary>
    public void WriteRaw(ReadOnlySpan<byte> name, BsonType type, ReadOnlySpan<byte> value)
    {
        WriteHeader(type, name);
        WriteBytes(value);
    }

    /// <summary>Writes bytes as they are, for example a whole document or whole elements.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    /// <summary>A copy of the bytes written so far.</summary>
    public byte[] ToArray() => WrittenSpan.ToArray();

    /// <inheritdoc />
    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
            _length = 0;
        }
    }

    internal void WriteHeader(BsonType type, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"The field name '{name.Replace("\0", "\\0", StringComparison.Ordinal)}' has a zero character, which BSON cannot hold.", nameof(name));
        }

        Grow(1)[0] = (byte)type;
        WriteCString(name);
    }

    internal void WriteHeader(BsonType type, ReadOnlySpan<byte> name)
    {
        Grow(1)[0] = (byte)type;
        WriteBytes(name);
        Grow(1)[0] = 0;
    }

    internal void WriteCString(string text)
    {
        var count = StrictUtf8.GetByteCount(text);
        var target = Grow(count + 1);
        StrictUtf8.GetBytes(text, target);
        target[count] = 0;
    }

    internal void WriteStringValue(string text)
    {
        var count = StrictUtf8.GetByteCount(text);
        BinaryPrimitives.WriteInt32LittleEndian(Grow(4), count + 1);
        var target = Grow(count + 1);
        StrictUtf8.GetBytes(text, target);
        target[count] = 0;
    }

    internal void WriteInt32Value(int value) => BinaryPrimitives.WriteInt32LittleEndian(Grow(4), value);

    internal void WriteInt64Value(long value) => BinaryPrimitives.WriteInt64LittleEndian(Grow(8), value);

    private static UTF8Encoding StrictUtf8 { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Grow(int count)
    {
        if (count > _buffer.Length - _length)
        {
            Enlarge(count);
        }

        var span = _buffer.AsSpan(_length, count);
        _length += count;
        return span;
    }

    private void Enlarge(int count)
    {
        ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max((long)_buffer.Length * 2, (long)_length + count), Array.MaxLength));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
