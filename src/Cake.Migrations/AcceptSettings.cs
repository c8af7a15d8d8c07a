namespace Cake.Migrations;

/// <summary>Which changed migrations are accepted.</summary>
public sealed class AcceptSettings : MigrationsSettings
{
    /// <summary>Applied migrations as <c>tree@id</c>, also several separated by <c>;</c>.</summary>
    public string? At { get; set; }
}
