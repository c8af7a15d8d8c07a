using System.Text.RegularExpressions;
using Migrations.Engine.Kinds;
using Migrations.Host.Sources;
using Migrations.Shared;

namespace Migrations.Host.Generating;

// The text of a new migration. It compiles in any project, however strict, and whatever its namespace hides.
internal static partial class MigrationTemplate
{
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
        var name = Names.NamespaceOf(options.RootNamespace, options.Tree);
        var code = GeneratedTypeNames.Qualify($"{Head(options, place)}\n{Inherited().Replace(body.ReplaceLineEndings("\n"), "    /// <inheritdoc />\n")}\n", name);
        var usings = string.Concat(Usings.Of(options, name, code).Select(u => $"using {u};\n"));
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
}
