namespace Migrations.Shared;

// One command of the host, and its counterparts in MSBuild and Cake.
internal sealed record CommandRow(string Name, string Help)
{
    // The options that may also be given by position, in this order.
    public IReadOnlyList<OptionRow> Positions { get; init; } = [];

    // Whole command lines, for its help.
    public IReadOnlyList<string> Examples { get; init; } = [];

    // MSBuild's target. Null if it has none.
    public string? Target { get; init; }

    // The settings class of Cake's alias. Null if it has none.
    public string? Settings { get; init; }

    // Whether it creates a source file, and prints its name.
    public bool CreatesFile { get; init; }

    // Whether pending work is not a failure, because that is what the command is asked about.
    public bool MayLeavePending { get; init; }
}
