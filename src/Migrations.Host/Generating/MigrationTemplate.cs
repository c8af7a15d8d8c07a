using System.Text.RegularExpressions;
using Migrations.Host.Sources;

namespace Migrations.Host.Generating;

internal static partial class MigrationTemplate
{
    public static string Write(NewMigrationOptions options, MigrationPlace place)
    {
        var body = options.IsFinal ? BodyTemplates.Final(options) : options.Kind switch
        {
            "collection" => BodyTemplates.Collection(options),
            "typed" when options.Class is not null => BodyTemplates.TypedByClass(options),
            "typed" => BodyTemplates.Typed(options),
            "raw" => BodyTemplates.Raw(options),
            "pipeline" => BodyTemplates.Pipeline(options),
            "fields" => BodyTemplates.Fields(options),
            "types" => BodyTemplates.Types(options),
            "emit" when options.Class is not null => BodyTemplates.EmitByClass(options),
            "emit" => BodyTemplates.Emit(options),
            _ => BodyTemplates.FreeForm(options),
        };
        return $"using Migrations;\n{Using(options)}\nnamespace {Names.NamespaceOf(options.RootNamespace, options.Tree)};\n\n{Head(options, place)}\n{body}\n".ReplaceLineEndings("\n");
    }

    // .NET has a Barrier too, and where usings are implicit both are meant.
    private static string Using(NewMigrationOptions options) => options.IsFinal ? "using Barrier = Migrations.Barrier;\n" : NamespacesOf(options) + AliasOf(options.Class, options);

    // Whatever else has that short name, in the driver too, the class of the application is meant; only a part of the file's own namespace would still come first.
    private static string AliasOf(string? name, NewMigrationOptions options) => name is not null && name != BodyTemplates.NameOf(name, options) ? $"using {Names.Short(name)} = {name};\n" : "";

    private static string NamespacesOf(NewMigrationOptions options) => options.Kind switch
    {
        "collection" when options.Class is not null => "using MongoDB.Driver;\n",
        "emit" when options.Class is not null => "",
        "raw" or "emit" => "using Migrations.Bytes;\n",
        "pipeline" or "collection" => "using MongoDB.Bson;\nusing MongoDB.Driver;\n",
        _ => "",
    };

    private static string Head(NewMigrationOptions options, MigrationPlace place)
    {
        var version = options.Version == MigrationVersion.Next ? "MigrationVersion.Next" : Literal(options.Version);
        var named = new (string Name, string? Text)[]
        {
            ("Tree", Literal(options.Tree)), ("Line", Literal(options.Line)), ("OneShot", Literal(options.OneShot)), ("Parent", Literal(place.Parent)), ("To", Literal(options.To)), ("Version", version),
        };
        return $"[Migration(\"{place.Id}\", \"{options.Title ?? TitleOf(options.Name)}\"{string.Concat(named.Where(n => n.Text is not null).Select(n => $", {n.Name} = {n.Text}"))})]";
    }

    private static string? Literal(string? text) => text is null ? null : $"\"{text}\"";

    // AddBazToModels -> Add baz to models
    private static string TitleOf(string name)
    {
        var words = WordStart().Replace(name.Replace('_', ' '), " $0").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Select((w, i) => i == 0 || w.All(char.IsUpper) ? w : w.ToLowerInvariant()));
    }

    [GeneratedRegex("(?<=[a-z0-9])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
