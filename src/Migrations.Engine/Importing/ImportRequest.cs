namespace Migrations.Engine.Importing;

/// <summary>Whose log is imported, and what its names mean.</summary>
internal sealed record ImportRequest
{
    /// <summary>The tool that wrote the log.</summary>
    public required ForeignTool From { get; init; }

    /// <summary>The collection of the log; null for the one that the tool uses by default.</summary>
    public string? Log { get; init; }

    /// <summary>Which migration of the plugin a name of the log is, as <c>tree@id</c> or an id. Several names may be one migration. What is not here is found by its id or version.</summary>
    public IReadOnlyDictionary<string, string> Map { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of the log that are left out.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];
}
