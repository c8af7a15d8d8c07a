using Migrations.Shared;

namespace Migrations.Host.Fleets;

// Which databases a command works on, and how it goes about them.
internal sealed record FleetRequest
{
    public required string Command { get; init; }

    // As they were given: names, patterns, @FILE.
    public IReadOnlyList<string> Names { get; init; } = [];

    public string? File { get; init; }

    // DATABASE.COLLECTION:FIELD.
    public string? Collection { get; init; }

    // Names that the server does not have are created, and not refused as slips.
    public bool AllowsNew { get; init; }

    public IReadOnlyList<string> Canaries { get; init; } = [];

    public int Parallel { get; init; } = Defaults.Parallel;

    // Null: any number.
    public int? MaxFailures { get; init; }
}
