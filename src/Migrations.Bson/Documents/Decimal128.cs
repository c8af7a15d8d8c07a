using System.Buffers.Binary;

namespace Migrations.Bson;

/// <summary>A 128-bit decimal floating point number (IEEE 754-2008, binary integer encoding). It holds its bits and does no arithmetic.</summary>
public readonly struct Decimal128 : IEquatable<Decimal128>
{
    internal const int MinExponent = -6176;
    internal const int MaxExponent = 6111;
    internal static readonly UInt128 MaxCoefficient = UInt128.Parse("9999999999999999999999999999999999", System.Globalization.CultureInfo.InvariantCulture);
    private readonly ulong _high;
    private readonly ulong _low;

    /// <summary>Creates a number from its two halves.</summary>
    public Decimal128(ulong high, ulong low)
    {
        _high = high;
        _low = low;
    }

    /// <summary>Creates a number from a <see cref="decimal"/>; no digit is lost.</summary>
    public Decimal128(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var coefficient = new UInt128((uint)parts[2], ((ulong)(uint)parts[1] << 32) | (uint)parts[0]);
        this = Create(parts[3] < 0, coefficient, -((parts[3] >> 16) & 0xFF));
    }

    /// <summary>The upper 64 bits: sign, combination, exponent and the start of the coefficient.</summary>
    public ulong HighBits => _high;

    /// <summary>The lower 64 bits of the coefficient.</summary>
    public ulong LowBits => _low;

    /// <summary>Whether it is not a number.</summary>
    public bool IsNaN => (_high & 0x7C00000000000000) == 0x7C00000000000000;

    /// <summary>Whether it is positive or negative infinity.</summary>
    public bool IsInfinity => (_high & 0x7C00000000000000) == 0x7800000000000000;

    internal bool IsNegative => (_high & 0x8000000000000000) != 0;

    // A coefficient that starts with the bits 11 is always beyond 34 digits, which the standard reads as zero.
    internal UInt128 Coefficient
    {
        get
        {
            if ((_high & 0x6000000000000000) == 0x6000000000000000)
            {
                return UInt128.Zero;
            }

            var value = new UInt128(_high & 0x1FFFFFFFFFFFF, _low);
            return value > MaxCoefficient ? UInt128.Zero : value;
        }
    }

    internal int Exponent => ((_high & 0x6000000000000000) == 0x6000000000000000
        ? (int)((_high >> 47) & 0x3FFF)
        : (int)((_high >> 49) & 0x3FFF)) + MinExponent;

    /// <summary>Compares the bits.</summary>
    public static bool operator ==(Decimal128 left, Decimal128 right) => left.Equals(right);

    /// <summary>Compares the bits.</summary>
    public static bool operator !=(Decimal128 left, Decimal128 right) => !left.Equals(right);

    /// <summary>Reads a number as the Decimal128 specification writes it, for example <c>1.23E+4</c>, <c>-Infinity</c> or <c>NaN</c>.</summary>
    /// <exception cref="FormatException">The text is no number, or cannot be held without rounding.</exception>
    public static Decimal128 Parse(string text) => Decimal128Text.Parse(text);

    /// <summary>The number as a <see cref="decimal"/>.</summary>
    /// <exception cref="OverflowException">It cannot be held without losing digits.</exception>
    public decimal ToDecimalExact()
    {
        var (coefficient, exponent) = (Coefficient, Exponent);
        while (coefficient != UInt128.Zero && exponent < 0 && (exponent < -28 || coefficient >> 96 != UInt128.Zero) && coefficient % 10 == UInt128.Zero)
        {
            coefficient /= 10;
            exponent++;
        }

        while (coefficient != UInt128.Zero && exponent > 0 && coefficient >> 96 == UInt128.Zero)
        {
            coefficient *= 10;
            exponent--;
        }

        exponent = coefficient == UInt128.Zero ? Math.Clamp(exponent, -28, 0) : exponent;
        if (IsNaN || IsInfinity || exponent is > 0 or < -28 || coefficient >> 96 != UInt128.Zero)
        {
            throw new OverflowException($"The Decimal128 {this} cannot be held by a decimal without losing digits.");
        }

        return new decimal((int)(uint)coefficient, (int)(uint)(coefficient >> 32), (int)(uint)(coefficient >> 64), IsNegative, (byte)-exponent);
    }

    /// <inheritdoc />
    public bool Equals(Decimal128 other) => _high == other._high && _low == other._low;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Decimal128 other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(_high, _low);

    /// <summary>The number as the Decimal128 specification writes it.</summary>
    public override string ToString() => Decimal128Text.Format(this);

    internal static Decimal128 Create(bool negative, UInt128 coefficient, int exponent)
    {
        var high = (ulong)(coefficient >> 64) | ((ulong)(exponent - MinExponent) << 49);
        return new Decimal128(negative ? high | 0x8000000000000000 : high, (ulong)coefficient);
    }

    internal static Decimal128 Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes));

    internal void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, _low);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], _high);
    }
}
