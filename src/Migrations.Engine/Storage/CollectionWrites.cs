namespace Migrations.Engine.Storage;

/// <summary>What was written in one collection, or by one command in several.</summary>
/// <param name="Collection">The collection; several are separated by commas.</param>
/// <param name="Counts">What the server answered.</param>
public sealed record CollectionWrites(string Collection, WriteCounts Counts);
