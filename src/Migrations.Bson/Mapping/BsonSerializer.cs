namespace Migrations.Bson;

/// <summary>Turns objects into documents and back.</summary>
public static class BsonSerializer
{
    /// <summary>The document of an object.</summary>
    /// <exception cref="BsonMappingException">The object's class cannot be mapped; the message names member and path.</exception>
    public static BsonDocument Serialize<T>(T value)
        where T : notnull => Serialize(typeof(T), value);

    /// <summary>The document of an object that stands where a type is declared.</summary>
    /// <exception cref="BsonMappingException">The object's class cannot be mapped; the message names member and path.</exception>
    public static BsonDocument Serialize(Type declaredType, object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return BsonConverters.For(declaredType, null).ToBson(value, 0) as BsonDocument ?? throw new BsonMappingException($"A {declaredType.Name} does not become a document.");
    }

    /// <summary>The object of a document.</summary>
    /// <exception cref="BsonMappingException">The document does not fit the class; the message names member, path and BSON type.</exception>
    /// <exception cref="BsonFormatException">The document's bytes are not BSON.</exception>
    public static T Deserialize<T>(RawBsonDocument document, UnknownElements unknown = UnknownElements.Ignore) => Deserialize<T>(document.ToBsonDocument(), unknown);

    /// <summary>The object of a document.</summary>
    /// <exception cref="BsonMappingException">The document does not fit the class; the message names member, path and BSON type.</exception>
    public static T Deserialize<T>(BsonDocument document, UnknownElements unknown = UnknownElements.Ignore) => (T)Deserialize(typeof(T), document, unknown);

    /// <summary>The object of a document, as a type that is known only now.</summary>
    /// <exception cref="BsonMappingException">The document does not fit the class; the message names member, path and BSON type.</exception>
    public static object Deserialize(Type type, BsonDocument document, UnknownElements unknown = UnknownElements.Ignore)
    {
        ArgumentNullException.ThrowIfNull(document);
        return BsonConverters.For(type, null).FromBson(document, unknown);
    }
}
