namespace Migrations.Bson;

/// <summary>Gives a member another element name than its own.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class BsonElementAttribute(string elementName) : Attribute
{
    /// <summary>The element name.</summary>
    public string ElementName => elementName;
}

/// <summary>Maps a member to <c>_id</c>. Members called <c>Id</c>, <c>id</c> or <c>_id</c> are mapped so without it.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class BsonIdAttribute : Attribute;

/// <summary>Leaves a member out.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class BsonIgnoreAttribute : Attribute;

/// <summary>Does not write a member that is null.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class BsonIgnoreIfNullAttribute : Attribute;

/// <summary>Collects the elements that no other member is mapped to, in a <see cref="BsonDocument"/> or a dictionary by name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class BsonExtraElementsAttribute : Attribute;

/// <summary>Writes a member as another BSON type: an enum as a string, a string as an ObjectId, a number as another number or a string.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.Parameter)]
public sealed class BsonRepresentationAttribute(BsonType representation) : Attribute
{
    /// <summary>The BSON type.</summary>
    public BsonType Representation => representation;
}

/// <summary>Gives a class its name in the element <c>_t</c>. Default: the class's own name.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BsonDiscriminatorAttribute(string discriminator) : Attribute
{
    /// <summary>The name in <c>_t</c>.</summary>
    public string Discriminator => discriminator;

    /// <summary>Whether <c>_t</c> is written even where the declared type is the real one. Default: false.</summary>
    public bool Required { get; set; }
}

/// <summary>Names the classes that may stand where this one is declared.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, Inherited = false)]
public sealed class BsonKnownTypesAttribute(params Type[] knownTypes) : Attribute
{
    /// <summary>The classes.</summary>
    public IReadOnlyList<Type> KnownTypes => knownTypes;
}
