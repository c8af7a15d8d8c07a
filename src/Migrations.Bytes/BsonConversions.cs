using MongoDB.Bson;

namespace Migrations.Bytes;

/// <summary>The driver's objects as bytes.</summary>
public static class BsonConversions
{
    /// <summary>The document as its bytes.</summary>
    /// <exception cref="BsonFormatException">It is nested deeper than 200 levels.</exception>
    public static RawDocument ToRaw(this BsonDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return new RawDocument(Write(document));
    }

    /// <summary>The value as its bytes.</summary>
    /// <exception cref="BsonFormatException">It is nested deeper than 200 levels.</exception>
    public static RawValue ToRawValue(this BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new RawValue(value.BsonType, Write(value));
    }

    /// <summary>The value for messages, whatever it consists of: as mongosh takes it, for example <c>UUID("...")</c>, on one line, and cut where it is long.</summary>
    public static string ToText(this BsonValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.ToRawValue().ToText();
    }

    private static byte[] Write(BsonValue value)
    {
        using var writer = new RawWriter(256);
        writer.WriteTree(value, 0);
        return writer.ToArray();
    }
}
