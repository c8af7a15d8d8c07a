namespace Migrations.Shared;

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
