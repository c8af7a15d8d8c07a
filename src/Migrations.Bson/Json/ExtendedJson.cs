namespace Migrations.Bson;

/// <summary>Reads and writes MongoDB Extended JSON v2.</summary>
public static class ExtendedJson
{
    /// <summary>Members that documents and values have for Extended JSON.</summary>
    extension(BsonDocument)
    {
        /// <summary>Reads a document, canonical or relaxed.</summary>
        /// <exception cref="ExtendedJsonException">The text is not Extended JSON, or not a document.</exception>
        public static BsonDocument Parse(string json) => ParseDocument(json);
    }

    /// <summary>Reads a document, canonical or relaxed. The document itself is never taken for a wrapper of a type, what is in it is.</summary>
    /// <exception cref="ExtendedJsonException">The text is not Extended JSON, or not a document.</exception>
    public static BsonDocument ParseDocument(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ExtendedJsonParser.ParseDocument(json);
    }

    /// <summary>Reads any value, canonical or relaxed.</summary>
    /// <exception cref="ExtendedJsonException">The text is not Extended JSON.</exception>
    public static BsonValue ParseValue(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return ExtendedJsonParser.ParseValue(json);
    }

    /// <summary>The value as Extended JSON on one line.</summary>
    public static string ToJson(this BsonValue value, JsonOutputMode mode = JsonOutputMode.Relaxed)
    {
        ArgumentNullException.ThrowIfNull(value);
        return ExtendedJsonWriter.Write(value, mode);
    }

    /// <summary>The document as Extended JSON on one line.</summary>
    public static string ToJson(this RawBsonDocument document, JsonOutputMode mode = JsonOutputMode.Relaxed) => document.ToBsonDocument().ToJson(mode);
}
