namespace Migrations;

/// <summary>
/// On a typed migration: which element of a list, after its code has run, is which of the stored ones, so that what the classes do not declare stays with it. Needed only where the code makes
/// new elements and nothing in them tells which is which: <c>[MatchElements("Lines", Key = "Sku")]</c>, or <c>[MatchElements("Lines")]</c> where each stays in its place.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class MatchElementsAttribute : Attribute
{
    /// <summary>Names the list.</summary>
    /// <param name="path">The names of the fields down to it, as they are stored, with dots; without positions in lists and keys of dictionaries.</param>
    public MatchElementsAttribute(string path) => Path = path;

    /// <summary>The names of the fields down to the list.</summary>
    public string Path { get; }

    /// <summary>The field of the elements, as it is stored, that tells them apart. Default: none; elements are matched by position, and elements that were removed were the last ones.</summary>
    public string? Key { get; set; }
}
