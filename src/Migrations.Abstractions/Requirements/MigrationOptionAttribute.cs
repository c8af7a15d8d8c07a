namespace Migrations;

/// <summary>Declares an option of a migration, given as <c>--option name=value</c> and read by <see cref="MigrationContext.GetOption"/>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MigrationOptionAttribute : Attribute
{
    /// <summary>Declares an option.</summary>
    /// <param name="name">Its name: letters, digits, <c>_</c> and <c>-</c>.</param>
    public MigrationOptionAttribute(string name) => Name = name;

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it means, in one line.</summary>
    public string Description { get; set; } = "";

    /// <summary>Whether a plan with this migration is refused without it. Default: false.</summary>
    public bool Required { get; set; }

    /// <summary>Its value when it is not given, or null.</summary>
    public string? Default { get; set; }

    /// <summary>The values it may have; empty for any.</summary>
    public string[] Values { get; set; } = [];
}
