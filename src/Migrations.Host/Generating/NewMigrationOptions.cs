
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

// Which options of a new migration exclude or require each other. Pure.
internal static class OptionRules
{
    private static readonly IReadOnlyList<Rule> Rules =
    [
        new(o => o.IsFinal && o.HasSetup, "Final and WithSetup", "a final migration has no body", "Move the types in the next migration."),
        new(o => o.IsFinal && o.IsReversible, "Final and Reversible", "no path crosses a final migration in either direction", "Give one of them."),
        new(o => o.IsFinal && o.Kind is not null, "Final and Kind", "a final migration has no body", "Give one of them."),
        new(o => o.IsFinal && o.Collection is not null, "Final and Collection", "a final migration has no body", "Give one of them."),
        new(o => o.IsFinal && o.Class is not null, "Final and Class", "a final migration has no body", "Give one of them."),
        new(o => o.Class is not null && o.Kind is not ("collection" or "typed" or "emit"), "Class with this Kind", "only migrations of the kinds collection, typed and emit work with a class", "Give one of these kinds, or leave Class out."),
        new(o => o.Class is not null && GeneratedNames.Short(o.Class) == o.Name, "Class and Name", "the migration would have the name of the class that it works with", "Give it another name, for example AddBaz."),
        new(o => o.Class is { } name && !name.Contains('.', StringComparison.Ordinal) && GeneratedNames.NamespaceOf(o.RootNamespace, o.Tree).Split('.').Contains(name, StringComparer.Ordinal), "Class without its namespace", "the file's own namespace has a part of that name, which the compiler would resolve it to", "Write the class with its namespace."),
        new(o => o.IsFinal && o.OneShot is not null, "Final and OneShot", "a final migration begins a new epoch of its line, and a one-shot leads to another line", "Give one of them."),
        new(o => o.OneShot is not null && o.Version is not null, "OneShot and Version", "a one-shot takes its version from its target", "Leave Version out."),
        new(o => o.OneShot is not null && o.Line is not null, "OneShot and Line", "a one-shot takes its line from its target", "Leave Line out."),
        new(o => o.OneShot is not null && o.From is null, "OneShot without From", "a one-shot leads from one revision to another", "Say where it starts: From=Integer@1.0.0, or From=base."),
        new(o => o.OneShot is not null && o.To is null, "OneShot without To", "a one-shot leads from one revision to another", "Say where it leads: To=Uuid@1.0.0."),
        new(o => o.OneShot is null && o.From is not null, "From without OneShot", "only a one-shot has a start of its own", "Name the one-shot: OneShot=int_to_uuid."),
        new(o => o.OneShot is null && o.To is not null, "To without OneShot", "only a one-shot leads to an existing revision", "Name the one-shot: OneShot=int_to_uuid."),
        new(o => o.To == "base", "OneShot and To=base", "only a rollback leads to base", "Name a revision in To."),
    ];

    public static void Check(NewMigrationOptions options)
    {
        GeneratedNames.CheckClass(options.Name);
        GeneratedNames.CheckTree(options.Tree);
        GeneratedNames.CheckKind(options.Kind);
        GeneratedNames.CheckLine(options.Line);
        GeneratedNames.CheckOneShot(options.OneShot);
        GeneratedNames.CheckRevision("From", options.From);
        GeneratedNames.CheckRevision("To", options.To);
        GeneratedNames.CheckVersion(options.Version == MigrationVersion.Next ? null : options.Version);
        GeneratedNames.CheckCollection(options.Collection);
        GeneratedNames.CheckUsedClass(options.Class);
        if (Rules.FirstOrDefault(r => r.IsBroken(options)) is { } rule)
        {
            throw new MigrationException(MigrationErrorCode.OptionInvalid, $"{rule.Options} is not possible: {rule.Reason}. Nothing was created. {rule.Cure}");
        }
    }

    private sealed record Rule(Func<NewMigrationOptions, bool> IsBroken, string Options, string Reason, string Cure);
}
