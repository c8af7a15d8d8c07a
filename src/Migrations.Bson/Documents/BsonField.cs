namespace Migrations.Bson;

/// <summary>A field of a document: name and value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
public readonly record struct BsonField(string Name, BsonValue Value);
