namespace Migrations.Engine.Storage;

/// <summary>The version of a tree that the application declares.</summary>
/// <param name="Tree">The tree.</param>
/// <param name="Line">The line of the tree, or null.</param>
/// <param name="Version">The version, or null at base.</param>
public sealed record ComponentRecord(string Tree, string? Line, string? Version);
