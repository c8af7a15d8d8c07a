namespace Migrations.Shared;

// One command of the host, and what stands for it in the fronts.
internal sealed record CommandRow(string Name, string Help)
{
    // The options that may also be given by position, in this order.
    public IReadOnlyList<OptionRow> Positions { get; init; } = [];

    // MSBuild's target. Null where it has none.
    public string? Target { get; init; }

    // The class of the settings that Cake's alias takes. Null where it has none.
    public string? Settings { get; init; }

    // Whether its result is a file of source, which it names.
    public bool CreatesFile { get; init; }

    // Whether it is no failure when something is left to do, because that is what is asked.
    public bool MayLeavePending { get; init; }
}
