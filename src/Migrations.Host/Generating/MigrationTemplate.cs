using System.Text.RegularExpressions;
using Migrations.Engine.Kinds;
using Migrations.Shared;

namespace Migrations.Host.Generating;

// The text of a new migration. It compiles in any project, however strict, and whatever its namespace hides.
internal static partial class MigrationTemplate
{
    private static readonly string[] UsingOrder = ["System", "System.Threading", "System.Threading.Tasks", "Migrations", "Migrations.Bytes", "MongoDB.Bson", "MongoDB.Driver"];

    private static readonly Dictionary<string, Func<NewMigrationOptions, string>> Bodies = new(StringComparer.Ordinal)
    {
        [BodyKinds.FreeForm.Name] = BodyTemplates.FreeForm,
        [BodyKinds.Collection.Name] = BodyTemplates.Collection,
        [BodyKinds.Typed.Name] = o => o.Class is null ? BodyTemplates.Typed(o) : BodyTemplates.TypedByClass(o),
        [BodyKinds.Raw.Name] = BodyTemplates.Raw,
        [BodyKinds.Pipeline.Name] = BodyTemplates.Pipeline,
        [BodyKinds.Fields.Name] = BodyTemplates.Fields,
        [BodyKinds.Types.Name] = BodyTemplates.Types,
        [BodyKinds.Emit.Name] = o => o.Class is null ? BodyTemplates.Emit(o) : BodyTemplates.EmitByClass(o),
    };

    public static string Write(NewMigrationOptions options, MigrationPlace place)
    {
        var body = options.IsFinal ? BodyTemplates.Final(options) : Bodies[options.Kind ?? Defaults.Kind](options);
        var name = GeneratedNames.NamespaceOf(options.RootNamespace, options.Tree);
        var code = GeneratedTypeNames.Qualify($"{Head(options, place)}\n{Inherited().Replace(body.ReplaceLineEndings("\n"), "    /// <inheritdoc />\n")}\n", name);
        var usings = string.Concat(UsingsOf(options, name, code).Select(u => $"using {u};\n"));
        return $"{usings}{(usings.Length == 0 ? "" : "\n")}namespace {name};\n\n{code}".ReplaceLineEndings("\n");
    }

    private static string Head(NewMigrationOptions options, MigrationPlace place)
    {
        var version = options.Version == MigrationVersion.Next ? "MigrationVersion.Next" : Literal(options.Version);
        var named = new (string Name, string? Text)[]
        {
            ("Tree", Literal(options.Tree)), ("Line", Literal(options.Line)), ("OneShot", Literal(options.OneShot)), ("Parent", Literal(place.Parent)), ("To", Literal(options.To)), ("Version", version),
        };
        return $"/// <summary>{Documentation(options.Title!)}</summary>\n[Migration(\"{place.Id}\", {Literal(options.Title)}{string.Concat(named.Where(n => n.Text is not null).Select(n => $", {n.Name} = {n.Text}"))})]";
    }

    // A sentence, in XML.
    private static string Documentation(string title) =>
        title.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal) + (char.IsPunctuation(title[^1]) ? "" : ".");

    // Before each member that inherits its documentation from the base class or an interface.
    [GeneratedRegex("^(?=    public (override|Task|void|UpdateDefinition))", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Inherited();

    private static string? Literal(string? text) => text is null ? null : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    // The usings of a generated file: what its code needs and the project does not import implicitly, and no more, because strict projects reject that.
    private static IEnumerable<string> UsingsOf(NewMigrationOptions options, string fileNamespace, string code)
    {
        var alias = Alias(options, fileNamespace);
        var needed = GeneratedTypeNames.NamespacesOf(code, alias?.Name);
        return
        [
            .. UsingOrder.Where(name => needed.Contains(name) && !(options.HasImplicitUsings && name.StartsWith("System", StringComparison.Ordinal)) && !fileNamespace.StartsWith(name + ".", StringComparison.Ordinal)),
            .. alias is var (word, type) ? [$"{word} = {type}"] : Array.Empty<string>(),
        ];
    }

    private static (string Name, string Type)? Alias(NewMigrationOptions options, string fileNamespace)
    {
        if (options.IsFinal)
        {
            // .NET has a Barrier too, so with implicit usings the name is ambiguous.
            return GeneratedTypeNames.IsHidden(nameof(Barrier), fileNamespace) || fileNamespace.StartsWith("Migrations.", StringComparison.Ordinal) ? null : (nameof(Barrier), $"Migrations.{nameof(Barrier)}");
        }

        // The class of the application wins over any other type of that short name, in the driver too; only a part of the file's own namespace would still come first.
        return options.Class is { } name && name != GeneratedNames.Short(name) && BodyTemplates.NameOf(name, options) == GeneratedNames.Short(name) && !fileNamespace.StartsWith(name[..(name.LastIndexOf('.') + 1)], StringComparison.Ordinal)
            ? (GeneratedNames.Short(name), name)
            : null;
    }
}
