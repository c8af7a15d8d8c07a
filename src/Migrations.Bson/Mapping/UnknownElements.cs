namespace Migrations.Bson;

/// <summary>What happens to an element that no member is mapped to, in a class without <see cref="BsonExtraElementsAttribute"/>.</summary>
public enum UnknownElements
{
    /// <summary>It is passed over.</summary>
    Ignore,

    /// <summary>It is an error that names its path.</summary>
    Refuse,
}
