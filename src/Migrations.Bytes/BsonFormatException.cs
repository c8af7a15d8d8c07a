namespace Migrations.Bytes;

/// <summary>The bytes are not BSON.</summary>
public sealed class BsonFormatException : FormatException
{
    /// <summary>Creates the failure with the place where it was found.</summary>
    public BsonFormatException(string message, long offset)
        : base($"{message} (at byte {offset})") => Offset = offset;

    /// <summary>The offset of the faulty byte in the document that was read.</summary>
    public long Offset { get; }
}
