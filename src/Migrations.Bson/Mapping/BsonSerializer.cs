namespace Migrations.Bson;

/// <summary>Turns objects into documents and back.</summary>
public static class BsonSerializer
{
    /// <summary>The document of an object.</summary>
    /// <exception cref="BsonMappingException">The object's class cannot be mapped.</exception>
    public static BsonDocument Serialize<T>(T value)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return Serialize(typeof(T), value);
    }

    /// <summary>The document of an object that stands where a type is declared.</summary>
    /// <exception cref="BsonMappingException">The object's class cannot be mapped.</exception>
    public static BsonDocument Serialize(Type declaredType, object value) =>
        BsonConverters.For(declaredType, null).ToBson(value) as BsonDocument ?? throw new BsonMappingException($"A {declaredType.Name} does not become a document.");

    /// <summary>The object of a document.</summary>
    /// <exception cref="BsonMappingException">The document does not fit the class; the message names member and BSON type.</exception>
    public static T Deserialize<T>(RawBsonDocument document) => Deserialize<T>(document.ToBsonDocument());

    /// <summary>The object of a document.</summary>
    /// <exception cref="BsonMappingException">The document does not fit the class; the message names member and BSON type.</exception>
    public static T Deserialize<T>(BsonDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return (T)BsonConverters.For(typeof(T), null).FromBson(document);
    }
}
