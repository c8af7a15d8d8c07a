using System.Globalization;

namespace Migrations.Shared;

// One option of one or more commands. Everything that the fronts and the documentation know about it is here.
internal sealed record OptionRow(string Name, OptionKind Kind, string Help, IReadOnlyList<string> Commands)
{
    // For numbers.
    public int Minimum { get; init; }

    public int Maximum { get; init; } = int.MaxValue;

    // The allowed values, if they are restricted. If the option is not a Word, the command itself reports other values.
    public IReadOnlyList<string> Words { get; init; } = [];

    // The value if none is given. Null if there is none.
    public string? Default { get; init; }

    // What it means if no value is given, as text.
    public string? Otherwise { get; init; }

    // The environment variable that is read if the option is not given.
    public string? Variable { get; init; }

    // Several values are given one by one, or in one text with ';' between them.
    public bool IsRepeatable { get; init; }

    // Whether an empty value means something. Otherwise it is an error: a variable of a pipeline that is not set must not turn the option off.
    public bool MayBeEmpty { get; init; }

    // A second, short name on the command line.
    public string? Alias { get; init; }

    public Fronts Fronts { get; init; } = Fronts.All;

    // The option's name in C# and, after 'Migration', in MSBuild.
    public string Word { get => field ?? Pascal(Name); init; }

    // Its name in MSBuild, after -p:.
    public string Property => "Migration" + Word;

    // Its name as an argument of a Cake script, after --. Cake itself uses some names.
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

    // Its values, as a sentence.
    public string? RangeText => Kind switch
    {
        OptionKind.Number => Maximum == int.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"From {Minimum}.") : string.Create(CultureInfo.InvariantCulture, $"{Minimum} to {Maximum}."),
        OptionKind.Pair => Words.Count > 0 ? $"Before the '=': {Listing(Words)}." : null,
        _ => Words.Count > 0 ? Listing(Words) + "." : null,
    };

    public static string Listing(IReadOnlyList<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} or {words[^1]}";

    public bool IsFor(Fronts front) => Fronts.HasFlag(front);

    private static string Pascal(string name) => string.Concat(name.Split('-').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}

// The kind of value that an option takes.
internal enum OptionKind
{
    Text,

    // Given or not; true or false.
    Flag,

    // An integer in a range.
    Number,

    // One of several words.
    Word,

    // The name of a tree.
    Tree,

    // NAME=VALUE.
    Pair,

    File,

    Folder,
}

// The ways in which a command is given.
[Flags]
internal enum Fronts
{
    None = 0,

    CommandLine = 1,

    // As -p:Migration..., a property on MSBuild's command line.
    MSBuild = 2,

    // As a property of the settings in a Cake script, and as an argument of its targets.
    Cake = 4,

    All = CommandLine | MSBuild | Cake,
}
