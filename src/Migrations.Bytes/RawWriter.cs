using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;
using MongoDB.Bson;

namespace Migrations.Bytes;

/// <summary>Writes documents one after the other into a growing pooled buffer.</summary>
public sealed partial class RawWriter : IDisposable
{
    private readonly Stack<int> _starts = new();
    private byte[] _buffer;
    private int _length;

    /// <summary>Creates a writer with an initial capacity in bytes.</summary>
    public RawWriter(int capacity = 1024) => _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 64));

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

    /// <summary>Writes bytes as they are, for example a whole document or whole elements.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    /// <summary>A copy of the bytes written so far.</summary>
    public byte[] ToArray() => WrittenSpan.ToArray();

    /// <summary>A copy of the document written so far.</summary>
    /// <exception cref="BsonFormatException">It has not been ended, or several were written.</exception>
    public RawDocument ToRawDocument() => new(ToArray());

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
        Grow(1)[0] = (byte)type;
        WriteCString(name);
    }

    internal void WriteHeader(BsonType type, ReadOnlySpan<byte> name)
    {
        if (name.Contains((byte)0))
        {
            throw new ArgumentException("A field name has a zero byte, which BSON cannot hold.", nameof(name));
        }

        var target = Grow(name.Length + 2);
        target[0] = (byte)type;
        name.CopyTo(target[1..]);
        target[^1] = 0;
    }

    internal void WriteCString(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{text.Replace("\0", "\\0", StringComparison.Ordinal)}' has a zero character, which BSON cannot hold in a name or in a regular expression.", nameof(text));
        }

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

    internal void WriteStringValue(ReadOnlySpan<byte> utf8)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Grow(4), utf8.Length + 1);
        utf8.CopyTo(Grow(utf8.Length));
        Grow(1)[0] = 0;
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
        var needed = (long)_length + count;
        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"{needed} bytes of BSON do not fit into one buffer.");
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max((long)_buffer.Length * 2, needed), Array.MaxLength));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
