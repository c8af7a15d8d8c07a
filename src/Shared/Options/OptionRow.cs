using System.Globalization;

namespace Migrations.Shared;

// One option of some commands. All that the fronts and the documentation know of it stands here.
internal sealed record OptionRow(string Name, OptionKind Kind, string Help, IReadOnlyList<string> Commands)
{
    // For numbers.
    public int Minimum { get; init; }

    public int Maximum { get; init; } = int.MaxValue;

    // What it takes, where that is not free. Of an option that is no Word the command itself says what is wrong with another.
    public IReadOnlyList<string> Words { get; init; } = [];

    // The value where none is given. Null where that is no value.
    public string? Default { get; init; }

    // What having no value means, for people.
    public string? Otherwise { get; init; }

    // The environment variable that is read where the option is not given.
    public string? Variable { get; init; }

    // Several values are given one by one, or in one text with ';' between them.
    public bool IsRepeatable { get; init; }

    // A second, short name on the command line.
    public string? Alias { get; init; }

    public Fronts Fronts { get; init; } = Fronts.All;

    // The option's name in C# and, behind 'Migration', in MSBuild.
    public string Word { get => field ?? Pascal(Name); init; }

    // What MSBuild calls it; -p: stands before it.
    public string Property => "Migration" + Word;

    // What a target of a Cake script calls it; -- stands before it. Cake itself takes some names.
    public string Argument { get => field ?? Name; init; }

    // On the command line.
    public string Option => "--" + Name;

    public string Description => string.Join(' ', new[]
    {
        Help, RangeText,
        IsRepeatable ? "Separate several with ';'." : null,
        (Otherwise ?? Default) is { } otherwise ? $"Default: {otherwise}." : null,
        Variable is null ? null : $"Environment: {Variable}.",
    }.OfType<string>());

    // What it takes, as a sentence.
    public string? RangeText => Kind switch
    {
        OptionKind.Number => Maximum == int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"From {Minimum}.") : string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}."),
        _ => Words.Count > 0 ? Listing(Words) + "." : null,
    };

    public static string Listing(IReadOnlyList<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} or {words[^1]}";

    public bool IsFor(Fronts front) => Fronts.HasFlag(front);

    private static string Pascal(string name) => string.Concat(name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
