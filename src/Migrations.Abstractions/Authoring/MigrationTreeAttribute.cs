namespace Migrations;

/// <summary>Declares a tree. A tree without lines does not need it.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MigrationTreeAttribute : Attribute
{
    /// <summary>Declares a tree.</summary>
    /// <param name="name">The tree's name.</param>
    public MigrationTreeAttribute(string name) => Name = name;

    /// <summary>The tree's name.</summary>
    public string Name { get; }

    /// <summary>One line that describes it.</summary>
    public string Description { get; set; } = "";

    /// <summary>The line that a database at <c>base</c> takes when no other is named; null if it must be named.</summary>
    public string? DefaultLine { get; set; }

    /// <summary>Whether the application declares the tree's version (<see cref="SchemaComponent"/>), which must then agree with the database's head. Default: false.</summary>
    public bool IsDeclaredByApplication { get; set; }
}
