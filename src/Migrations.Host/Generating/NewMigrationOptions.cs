namespace Migrations.Host.Generating;

internal sealed record NewMigrationOptions
{
    public required string Name { get; init; }

    public required string Directory { get; init; }

    // Null: derived from the name.
    public string? Title { get; init; }

    public string Tree { get; init; } = Shared.Defaults.Tree;

    // Null if not given: free.
    public string? Kind { get; init; }

    public string? Version { get; init; }

    public string? Line { get; init; }

    public string? OneShot { get; init; }

    public string? From { get; init; }

    public string? To { get; init; }

    public bool IsFinal { get; init; }

    public bool HasSetup { get; init; }

    public bool IsReversible { get; init; }

    // A class of the application that the migration works with, with or without its namespace.
    public string? Class { get; init; }

    public string? RootNamespace { get; init; }

    public string? Collection { get; init; }

    // Whether the project has implicit usings.
    public bool HasImplicitUsings { get; init; }

    // With the name of a class, and a title.
    public NewMigrationOptions Normalised()
    {
        var name = MigrationName.Of(Name);
        return this with { Name = name.Class, Title = Title ?? name.Title };
    }
}
