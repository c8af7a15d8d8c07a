namespace Migrations.Host.Generating;

internal sealed record NewMigrationOptions
{
    public required string Name { get; init; }

    public required string Directory { get; init; }

    public string Tree { get; init; } = "main";

    public string Kind { get; init; } = "free";

    public string? Version { get; init; }

    public bool IsReversible { get; init; }

    public string? RootNamespace { get; init; }

    public string? Collection { get; init; }
}
